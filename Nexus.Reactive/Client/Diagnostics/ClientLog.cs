using System.Reactive.Linq;
using Microsoft.Extensions.Logging;

namespace Nexus.Reactive;

/// <summary>Writes a client's events to its logger, one line each, without message texts and without the key.</summary>
internal sealed class ClientLog(ILogger logger, NexusEndpoint endpoint)
{
    private static readonly Action<ILogger, NexusEndpoint, Exception?> Connecting =
        LoggerMessage.Define<NexusEndpoint>(LogLevel.Information, new EventId(1, nameof(Connecting)), "{Endpoint}: connecting");

    private static readonly Action<ILogger, NexusEndpoint, Exception?> Connected =
        LoggerMessage.Define<NexusEndpoint>(LogLevel.Information, new EventId(2, nameof(Connected)), "{Endpoint}: connected");

    private static readonly Action<ILogger, NexusEndpoint, Exception?> Stale =
        LoggerMessage.Define<NexusEndpoint>(LogLevel.Warning, new EventId(3, nameof(Stale)), "{Endpoint}: no message received");

    private static readonly Action<ILogger, NexusEndpoint, string, int, TimeSpan, Exception?> Reconnecting =
        LoggerMessage.Define<NexusEndpoint, string, int, TimeSpan>(
            LogLevel.Warning,
            new EventId(4, nameof(Reconnecting)),
            "{Endpoint}: {Reason}; attempt {Attempt} to reconnect in {Delay}");

    private static readonly Action<ILogger, NexusEndpoint, Exception?> Closed =
        LoggerMessage.Define<NexusEndpoint>(LogLevel.Information, new EventId(5, nameof(Closed)), "{Endpoint}: closed");

    private static readonly Action<ILogger, NexusEndpoint, string, Exception?> GivenUp =
        LoggerMessage.Define<NexusEndpoint, string>(LogLevel.Error, new EventId(6, nameof(GivenUp)), "{Endpoint}: gave up: {Reason}");

    private static readonly Action<ILogger, NexusEndpoint, string, Exception?> SubscriberThrew =
        LoggerMessage.Define<NexusEndpoint, string>(
            LogLevel.Error,
            new EventId(7, nameof(SubscriberThrew)),
            "{Endpoint}: a subscriber of {Stream} threw and was unsubscribed");

    private static readonly Action<ILogger, NexusEndpoint, DateTimeOffset, DateTimeOffset, Exception?> ClockHeld =
        LoggerMessage.Define<NexusEndpoint, DateTimeOffset, DateTimeOffset>(
            LogLevel.Warning,
            new EventId(8, nameof(ClockHeld)),
            "{Endpoint}: the clock ignored the timestamp {Timestamp} (now {Now})");

    public void Attach(NexusClient client)
    {
        // The first status is that of a client that has not started.
        client.Status.Skip(1).Subscribe(Quietly.Observer<ConnectionStatus>(Write));
        client.Feed.Faults.Published += fault => SubscriberThrew(logger, endpoint, fault.Stream, fault.Exception);
        client.Feed.ClockFaults.Subscribe(Quietly.Observer<ClockFault>(fault => ClockHeld(logger, endpoint, fault.Timestamp, fault.Now, null)));
    }

    private void Write(ConnectionStatus status)
    {
        switch (status)
        {
            case ConnectionStatus.Connecting:
                Connecting(logger, endpoint, null);
                break;
            case ConnectionStatus.Connected:
                Connected(logger, endpoint, null);
                break;
            case ConnectionStatus.Stale:
                Stale(logger, endpoint, null);
                break;
            case ConnectionStatus.Reconnecting lost:
                Reconnecting(logger, endpoint, lost.Reason, lost.Attempt, lost.Delay, null);
                break;
            case ConnectionStatus.Closed { Reason: { } reason }:
                GivenUp(logger, endpoint, reason, null);
                break;
            case ConnectionStatus.Closed:
                Closed(logger, endpoint, null);
                break;
        }
    }
}
