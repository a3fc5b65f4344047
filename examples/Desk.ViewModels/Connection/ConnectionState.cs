using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The state of the connection to the exchange, as far as the symbol shown depends on it.</summary>
/// <param name="Status">The client's status.</param>
/// <param name="Freshness">Whether the symbol's data may be out of date, and why.</param>
/// <param name="Silence">The time since the last message of the connection, in whole seconds; zero in a replay.</param>
/// <param name="DataSilence">The time since the symbol's last book or trade, in whole seconds; zero in a replay.</param>
/// <param name="RoundTrips">The round trips of the last pings, oldest first.</param>
/// <param name="MessageRate">The number of messages in the last second.</param>
/// <param name="ExchangeTime">The time of the feed's clock.</param>
/// <param name="Replay">What a replay does; null for a live market.</param>
public sealed record ConnectionState(
    ConnectionStatus Status,
    Freshness Freshness,
    TimeSpan Silence,
    TimeSpan DataSilence,
    ImmutableArray<TimeSpan> RoundTrips,
    int MessageRate,
    DateTimeOffset? ExchangeTime,
    ReplayMode? Replay)
{
    public static ConnectionState Initial { get; } = new(new ConnectionStatus.Closed(), Freshness.Current, TimeSpan.Zero, TimeSpan.Zero, [], 0, null, null);

    /// <summary>Whether the screen may be out of date. A replay that is paused is not.</summary>
    public bool IsStale => Status is not ConnectionStatus.Connected || Freshness != Freshness.Current;
}
