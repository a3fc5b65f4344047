using System.Diagnostics.Metrics;
using NATS.Client.Core;

namespace Nexus.Reactive.Nats;

/// <summary>Where the bus is, how long it keeps messages, and how a gateway writes to it.</summary>
public sealed record NexusBusOptions
{
    /// <summary>The URL of a bus inside this process: no server, nothing on disk, visible through the same <see cref="NexusBus"/> only.</summary>
    public static Uri Memory { get; } = new("memory:bus");

    /// <summary>The NATS server, such as <c>nats://127.0.0.1:4222</c> or <c>tls://bus.example:4222</c>; or <see cref="Memory"/>.</summary>
    public required Uri Url { get; init; }

    /// <summary>Separates environments that share a server: a part of each subject. Default <c>dev</c>.</summary>
    public string Environment { get; init; } = "dev";

    /// <summary>Whose own orders the gateway publishes: a part of the subjects of orders and transactions. Default <c>main</c>.</summary>
    public string Account { get; init; } = "main";

    /// <summary>How many servers store each message: 1, 3 or 5. Default 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>How long the log keeps messages; zero keeps them until <see cref="MaxBytes"/> is reached. Default 7 days.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many bytes the log of one symbol may take on disk, reserved when it is created; -1 for no limit. Default -1.</summary>
    public long MaxBytes { get; init; } = -1;

    /// <summary>How many messages a gateway keeps while the bus is away. More become one gap. Default 100,000.</summary>
    public int BufferMessages { get; init; } = 100_000;

    /// <summary>How many messages may be on their way to the log at once. Default 512.</summary>
    public int Window { get; init; } = 512;

    /// <summary>How long a gateway that stopped renewing its lease stays the leader. A standby takes over after this time. Default 10 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Credentials, TLS and everything else of the NATS client; its URL is replaced by <see cref="Url"/>. Default none.</summary>
    public NatsOpts? Nats { get; init; }

    /// <summary>The clock of leases, retries and arrival times. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Creates the meter <c>Nexus.Reactive.Nats</c>. Default none: a meter of the bus's own.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>The bus's address without user information.</summary>
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
