using System.Diagnostics.Metrics;
using NATS.Client.Core;

namespace Nexus.Reactive.Nats;

/// <summary>The options of a bus: its server, its retention, and the behavior of its gateways.</summary>
public sealed record NexusBusOptions
{
    /// <summary>
    /// The URL of a bus inside this process. It has no server and no files, and is visible only through the same <see cref="NexusBus"/> instance.
    /// </summary>
    public static Uri Memory { get; } = new("memory:bus");

    /// <summary>The NATS server, such as <c>nats://127.0.0.1:4222</c> or <c>tls://bus.example:4222</c>; or <see cref="Memory"/>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The environment, which is part of each subject. It separates environments that share a server. The default is <c>dev</c>.</summary>
    public string Environment { get; init; } = "dev";

    /// <summary>The account whose orders the gateway publishes. It is part of the subjects of orders and transactions. The default is <c>main</c>.</summary>
    public string Account { get; init; } = "main";

    /// <summary>The number of servers that store each message: 1, 3 or 5. The default is 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The time for which the log keeps messages. Zero keeps messages until <see cref="MaxBytes"/> is reached. The default is 7 days.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The maximum size in bytes of the log of one symbol on disk, reserved when the log is created; -1 for no limit. The default is -1.</summary>
    public long MaxBytes { get; init; } = -1;

    /// <summary>
    /// The number of messages that a gateway buffers while the bus is unavailable. Further messages are replaced by one gap. The default is 100,000.
    /// </summary>
    public int BufferMessages { get; init; } = 100_000;

    /// <summary>The maximum number of messages in transit to the log. The default is 512.</summary>
    public int Window { get; init; } = 512;

    /// <summary>
    /// The duration of a lease. If the leader does not renew its lease for this time, a standby gateway takes over. The default is 10 seconds.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The options of the NATS client, such as credentials and TLS. The URL in these options is replaced by <see cref="Url"/>. The default is null.
    /// </summary>
    public NatsOpts? Nats { get; init; }

    /// <summary>The clock for leases, retries and arrival times. The default is <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Creates the meter <c>Nexus.Reactive.Nats</c>. If null, which is the default, the bus creates its own meter.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Returns the bus's address without user information.</summary>
    public override string ToString() => $"NexusBusOptions {Server} {Environment}";

    internal bool IsMemory => Url.Scheme == Memory.Scheme;

    internal string Server => IsMemory ? "memory" : Url.GetComponents(UriComponents.Scheme | UriComponents.HostAndPort, UriFormat.UriEscaped);

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Url);
        if (!Url.IsAbsoluteUri || !(IsMemory || Url.Scheme is "nats" or "tls" or "ws" or "wss"))
            throw new ArgumentException("Url must be a nats://, tls://, ws:// or wss:// URL, or NexusBusOptions.Memory.", nameof(Url));
        if (!BusSubjects.IsName(Environment))
            throw new ArgumentException("Environment must have 1 to 64 characters without spaces, dots, slashes and wildcards.", nameof(Environment));
        if (!BusSubjects.IsName(Account))
            throw new ArgumentException("Account must have 1 to 64 characters without spaces, dots, slashes and wildcards.", nameof(Account));
        if (Replicas is not (1 or 3 or 5))
            throw new ArgumentOutOfRangeException(nameof(Replicas), Replicas, "Replicas must be 1, 3 or 5.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAge, TimeSpan.Zero, nameof(MaxAge));
        if (MaxBytes is < 1 and not -1)
            throw new ArgumentOutOfRangeException(nameof(MaxBytes), MaxBytes, "MaxBytes must be -1 or at least 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferMessages, 1, nameof(BufferMessages));
        ArgumentOutOfRangeException.ThrowIfLessThan(Window, 1, nameof(Window));
        ArgumentOutOfRangeException.ThrowIfLessThan(Lease, TimeSpan.FromMilliseconds(100), nameof(Lease));
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
