using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The state of the connection to the exchange.</summary>
/// <param name="Status">The client's status.</param>
/// <param name="IsStale">Whether the screen may be out of date.</param>
/// <param name="Silence">The time since the last message, in whole seconds.</param>
/// <param name="RoundTrips">The round trips of the last pings, oldest first.</param>
/// <param name="MessageRate">The number of messages in the last second.</param>
/// <param name="ExchangeTime">The time of the feed's clock.</param>
public sealed record ConnectionState(
    ConnectionStatus Status, bool IsStale, TimeSpan Silence, ImmutableArray<TimeSpan> RoundTrips, int MessageRate, DateTimeOffset? ExchangeTime)
{
    public static ConnectionState Initial { get; } = new(new ConnectionStatus.Closed(), IsStale: true, TimeSpan.Zero, [], 0, null);
}
