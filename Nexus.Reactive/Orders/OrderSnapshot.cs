using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The orders as the exchange's REST interface lists them, taken by the caller, usually after a gap.</summary>
public sealed record OrderSnapshot
{
    /// <summary>The exchange's time of the snapshot.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The symbol that was asked for; null: all.</summary>
    public Symbol? Symbol { get; init; }

    /// <summary>All orders that are open, and the done ones that the caller wants to correct. A default array is an empty one.</summary>
    public required ImmutableArray<OrderSnapshotEntry> Orders { get; init => field = value.IsDefault ? [] : value; }

    /// <summary>Compares by value, the orders included.</summary>
    public bool Equals(OrderSnapshot? other) =>
        other is not null && Timestamp == other.Timestamp && Symbol == other.Symbol && Orders.AsSpan().SequenceEqual(other.Orders.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Timestamp, Symbol, Orders.Length);

    /// <summary>The snapshot in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"OrderSnapshot {Symbol?.ToString() ?? "all symbols"} {Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}, {Orders.Length} orders");
}
