using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The orders as listed by the exchange's REST API. The caller requests them, usually after a gap.</summary>
public sealed record OrderSnapshot
{
    /// <summary>The exchange's time of the snapshot.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The requested symbol; null for all symbols.</summary>
    public Symbol? Symbol { get; init; }

    /// <summary>All open orders, and the done orders that the caller wants to correct. A default array is treated as empty.</summary>
    public required ImmutableArray<OrderSnapshotEntry> Orders { get; init => field = NoNulls(value.IsDefault ? [] : value); }

    /// <summary>Compares by value, including the orders.</summary>
    public bool Equals(OrderSnapshot? other) =>
        other is not null && Timestamp == other.Timestamp && Symbol == other.Symbol && Orders.AsSpan().SequenceEqual(other.Orders.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Timestamp, Symbol, Orders.Length);

    /// <summary>Returns the snapshot in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"OrderSnapshot {Symbol?.ToString() ?? "all symbols"} {Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}, {Orders.Length} orders");

    private static ImmutableArray<OrderSnapshotEntry> NoNulls(ImmutableArray<OrderSnapshotEntry> orders)
    {
        OptionValue.NoNulls(orders, nameof(Orders));
        return orders;
    }
}
