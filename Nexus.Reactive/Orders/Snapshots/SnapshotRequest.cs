using System.Globalization;

namespace Nexus.Reactive;

/// <summary>States that a snapshot of a symbol's orders is needed.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Reason">The reason.</param>
/// <param name="RequestedAt">The time of the feed's clock. A snapshot should not be older.</param>
public sealed record SnapshotRequest(Symbol Symbol, SnapshotReason Reason, DateTimeOffset RequestedAt) : IHasSymbol
{
    /// <summary>The reason.</summary>
    public SnapshotReason Reason { get; init => field = OptionValue.Defined(value); } = OptionValue.Defined(Reason, nameof(Reason));

    /// <summary>Returns the request in one line, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SnapshotRequest {Symbol} {Reason} {RequestedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
}
