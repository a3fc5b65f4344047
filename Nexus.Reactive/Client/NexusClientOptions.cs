using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Reactive.Concurrency;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Nexus.Reactive;

/// <summary>The connection options of a <see cref="NexusClient"/>.</summary>
public sealed record NexusClientOptions
{
    /// <summary>The time between two pings. The first is sent immediately. <see cref="Timeout.InfiniteTimeSpan"/> disables pings. The default is 5 seconds.</summary>
    /// <remarks>The answers contain the exchange's time, so <see cref="NexusFeed.Clock"/> continues while the market is silent.</remarks>
    public TimeSpan PingInterval { get; init => field = PositiveOrInfinite(value); } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The silence after which a connection is <see cref="ConnectionStatus.Stale"/>. After twice this time, the client reconnects. It is also the time limit
    /// for sending a message. The default is 15 seconds; <see cref="Timeout.InfiniteTimeSpan"/> disables it.
    /// </summary>
    public TimeSpan StaleAfter { get; init => field = PositiveOrInfinite(value); } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The time without a book after which the client reconnects, measured from the opening of the connection. The default is
    /// <see cref="Timeout.InfiniteTimeSpan"/>: never.
    /// </summary>
    /// <remarks>Answered pings prevent a connection from becoming stale, but a server may answer pings and send no data. This option detects missing data.</remarks>
    public TimeSpan BookTimeout { get; init => field = PositiveOrInfinite(value); } = Timeout.InfiniteTimeSpan;

    /// <summary>The same as <see cref="BookTimeout"/> for trades. Many symbols have quiet hours, so choose a value that fits the symbol.</summary>
    public TimeSpan TradeTimeout { get; init => field = PositiveOrInfinite(value); } = Timeout.InfiniteTimeSpan;

    /// <summary>The time limit of a connection attempt. The default is 10 seconds; <see cref="Timeout.InfiniteTimeSpan"/> disables the limit.</summary>
    public TimeSpan ConnectTimeout { get; init => field = PositiveOrInfinite(value); } = TimeSpan.FromSeconds(10);

    /// <summary>The delay before the first reconnection attempt. It doubles with each further attempt. The default is 500 ms.</summary>
    public TimeSpan ReconnectDelay { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay between two attempts. The default is 30 seconds. A server's <c>Retry-After</c> may exceed it, up to one day.</summary>
    public TimeSpan MaxReconnectDelay { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromSeconds(30);

    /// <summary>The random part of a delay, from 0 to 1, so that many clients do not reconnect at the same time. The default is 0.5.</summary>
    public double ReconnectJitter { get; init => field = OptionValue.Probability(value); } = 0.5;

    /// <summary>The time that a connection must last to reset the delays. The default is 1 minute.</summary>
    public TimeSpan StableAfter { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromMinutes(1);

    /// <summary>Limits the rate of connection attempts of all clients that share it. The default is no limit.</summary>
    public DialLimiter? DialLimiter { get; init; }

    /// <summary>
    /// The HTTP statuses of the server that fault <see cref="NexusClient.StartAsync"/> instead of being retried. The default is 401, 403 and 404; 400 and
    /// 410 are other candidates. 407 means that a proxy requires other credentials. After the first open connection, every refusal is retried.
    /// </summary>
    public IReadOnlyCollection<HttpStatusCode> FinalRefusals { get; init => field = OptionValue.NotNull(value); } =
        [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound];

    /// <summary>
    /// Whether an exception from <see cref="ConfigureSocket"/> faults <see cref="NexusClient.StartAsync"/> with it instead of being retried. The default is
    /// false. After the first open connection, the attempt is always retried.
    /// </summary>
    public bool FailOnConfigureSocketError { get; init; }

    /// <summary>The size of the largest message, in bytes; a larger one ends the connection. The default is 16 MiB.</summary>
    public int MaxMessageBytes { get; init => field = OptionValue.Positive(value); } = 16 * 1024 * 1024;

    /// <summary>Whether to answer each ping of the exchange with a <c>PONG</c>, as later versions of the exchange require. The default is false.</summary>
    public bool AnswerServerPings { get; init; }

    /// <summary>Whether to send the key over a connection that others on the network path can read: <c>ws</c> to another host. The default is false.</summary>
    public bool AllowUnencrypted { get; init; }

    /// <summary>The local address, for machines with several addresses. It also selects the address family. By default, the system chooses.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>The address family to connect with. The default, <see cref="AddressFamily.Unspecified"/>, tries both.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another family.</exception>
    public AddressFamily AddressFamily
    {
        get;
        init => field = value is AddressFamily.Unspecified or AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            ? value
            : throw new ArgumentOutOfRangeException(nameof(AddressFamily), value, "The family must be Unspecified, InterNetwork or InterNetworkV6.");
    } = AddressFamily.Unspecified;

    /// <summary>The scheduler of pings, watchdogs and delays. The default is <see cref="DefaultScheduler.Instance"/>.</summary>
    public IScheduler Scheduler { get; init => field = OptionValue.NotNull(value); } = DefaultScheduler.Instance;

    /// <summary>The logger of the client; it takes precedence over <see cref="LoggerFactory"/>.</summary>
    public ILogger Logger { get; init => field = OptionValue.NotNull(value); } = NullLogger.Instance;

    /// <summary>Creates the client's logger, with the category <c>Nexus.Reactive.NexusClient</c>.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Creates the meter <c>Nexus.Reactive</c>. The default is one meter for the process.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Configures each socket before it connects, for example with a proxy, headers or a certificate check.</summary>
    public Action<ClientWebSocketOptions>? ConfigureSocket { get; init; }

    /// <summary>The options of the client's <see cref="NexusClient.Feed"/>.</summary>
    public NexusFeedOptions Feed { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>The source of jitter. Tests set its seed.</summary>
    internal Random Random { get; init; } = Random.Shared;

    /// <summary>Resolves the addresses of a host. Tests replace it.</summary>
    internal Func<string, AddressFamily, CancellationToken, Task<IPAddress[]>> ResolveHost { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Configures each TCP socket before it connects. Tests reduce its buffers.</summary>
    internal Action<Socket>? ConfigureTcp { get; init; }

    private static TimeSpan PositiveOrInfinite(TimeSpan value, [CallerMemberName] string name = "") =>
        value == Timeout.InfiniteTimeSpan ? value : OptionValue.Positive(value, name);
}
