using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>The orders as the exchange's REST interface lists them, taken by the caller, usually after a gap; for <see cref="OrderTrackingOptions.Resync"/>.</summary>
/// <param name="Timestamp">The exchange's time of the snapshot. ORDER_UPDATEs not later than it are part of it.</param>
/// <param name="Symbol">The symbol that was asked for; null: all.</param>
/// <param name="Orders">All orders that are open, and those done ones that the caller cares to ask for.</param>
public sealed record OrderSnapshot(DateTimeOffset Timestamp, Symbol? Symbol, ImmutableArray<OrderSnapshotEntry> Orders);
