using System.Net;

namespace Nexus.Reactive.Testing;

/// <summary>How a simulated exchange serves a client; see <see cref="Marbles.Client(string, ValueTuple{char, string}[])"/>.</summary>
public sealed record MarbleClientOptions
{
    /// <summary>The client's options; its scheduler is replaced by the test's.</summary>
    public NexusClientOptions Client { get; init; } = new() { ReconnectJitter = 0 };

    /// <summary>The client's symbol.</summary>
    public string Symbol { get; init; } = "SPOT_BTC_USDT";

    /// <summary>How long a message takes in each direction. The default is zero.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How far the exchange's clock is ahead of the test's. The default is zero.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>The HTTP status with which the exchange refuses connections while it is down. If null, the network refuses them.</summary>
    public HttpStatusCode? Refusal { get; init; }
}
