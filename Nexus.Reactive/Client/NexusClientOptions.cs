using System.Net.WebSockets;
using System.Reactive.Concurrency;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Nexus.Reactive;

/// <summary>How a <see cref="NexusClient"/> keeps its connection.</summary>
public sealed record NexusClientOptions
{
    /// <summary>How often a ping is sent, the first at once; <see cref="Timeout.InfiniteTimeSpan"/>: never. 5 seconds unless set.</summary>
    /// <remarks>The exchange's answers carry its time and keep <see cref="NexusFeed.Clock"/> going while the market is silent.</remarks>
    public TimeSpan PingInterval { get; init => field = AboveZeroOrNever(value); } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After how long a silence a connection is <see cref="ConnectionStatus.Stale"/>; after twice as long it is given up and a new one made.
    /// 15 seconds unless set; <see cref="Timeout.InfiniteTimeSpan"/>: never.
    /// </summary>
    public TimeSpan StaleAfter { get; init => field = AboveZeroOrNever(value); } = TimeSpan.FromSeconds(15);

    /// <summary>How long an attempt to connect may take. 10 seconds unless set; <see cref="Timeout.InfiniteTimeSpan"/>: as long as it takes.</summary>
    public TimeSpan ConnectTimeout { get; init => field = AboveZeroOrNever(value); } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait before the first attempt to reconnect; each further one waits twice as long. 500 ms unless set.</summary>
    public TimeSpan ReconnectDelay { get; init => field = NotNegative(value); } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two attempts. 30 seconds unless set.</summary>
    public TimeSpan MaxReconnectDelay { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(30);

    /// <summary>The part of a wait that is left to chance, from 0 to 1, so that many clients do not come back at one instant. 0.5 unless set.</summary>
    public double ReconnectJitter
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    } = 0.5;

    /// <summary>How long a connection must have lasted for the waits to start small again. 1 minute unless set.</summary>
    public TimeSpan StableAfter { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(1);

    /// <summary>The largest message, in bytes; a larger one ends the connection. 16 MiB unless set.</summary>
    public int MaxMessageBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 16 * 1024 * 1024;

    /// <summary>Whether each of the exchange's pings is answered with a <c>PONG</c>, as later versions of it want. Off unless set.</summary>
    public bool AnswerServerPings { get; init; }

    /// <summary>Whether the key may be sent over a connection that anybody on the way can read: <c>ws</c> to another host. Off unless set.</summary>
    public bool AllowUnencrypted { get; init; }

    /// <summary>What pings, the watch for silence and the waits run on: wall time, or a test's. The default scheduler unless set.</summary>
    public IScheduler Scheduler { get; init => field = NotNull(value); } = DefaultScheduler.Instance;

    /// <summary>Where chance comes from; a seeded one makes the waits repeatable.</summary>
    public Random Random { get; init => field = NotNull(value); } = Random.Shared;

    /// <summary>Where the client writes what happens to its connection.</summary>
    public ILogger Logger { get; init => field = NotNull(value); } = NullLogger.Instance;

    /// <summary>Sets a socket up before it connects: a proxy, a certificate check.</summary>
    public Action<ClientWebSocketOptions>? ConfigureSocket { get; init; }

    /// <summary>The options of the client's <see cref="NexusClient.Feed"/>.</summary>
    public NexusFeedOptions Feed { get; init => field = NotNull(value); } = new();

    private static TimeSpan AboveZeroOrNever(TimeSpan value)
    {
        if (value != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        return value;
    }

    private static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }

    private static T NotNull<T>(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
