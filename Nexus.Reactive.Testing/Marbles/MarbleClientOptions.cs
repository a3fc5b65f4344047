using System.Net;

namespace Nexus.Reactive.Testing;

/// <summary>The options of a simulated exchange and its client; see <see cref="Marbles.Client(string, ValueTuple{char, NexusMessage}[])"/>.</summary>
public sealed record MarbleClientOptions
{
    /// <summary>The client's options; its scheduler is replaced by the test's.</summary>
    public NexusClientOptions Client { get; init; } = new() { ReconnectJitter = 0 };

    /// <summary>The client's symbol.</summary>
    public string Symbol { get; init; } = "SPOT_BTC_USDT";

    /// <summary>The latency of a message in each direction. The default is zero.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The time by which the exchange's clock is ahead of the test's clock. The default is zero.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>The HTTP status with which the exchange refuses connections while it is unavailable. If null, the network refuses them.</summary>
    public HttpStatusCode? Refusal { get; init; }
}
