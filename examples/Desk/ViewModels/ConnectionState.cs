using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>How the line to the exchange stands.</summary>
/// <param name="Status">What the client says.</param>
/// <param name="IsStale">Whether what the screen shows may be out of date.</param>
/// <param name="Silence">For how long nothing was heard, in whole seconds.</param>
/// <param name="RoundTrips">The last pings' round trips, oldest first.</param>
/// <param name="MessageRate">Messages in the last second.</param>
/// <param name="ExchangeTime">The feed's clock.</param>
public sealed record ConnectionState(
    ConnectionStatus Status, bool IsStale, TimeSpan Silence, ImmutableArray<TimeSpan> RoundTrips, int MessageRate, DateTimeOffset? ExchangeTime)
{
    public static ConnectionState Initial { get; } = new(new ConnectionStatus.Closed(), IsStale: true, TimeSpan.Zero, [], 0, null);
}
