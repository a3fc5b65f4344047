using Nexus.Reactive;
using Nexus.Reactive.Nats;
using Nexus.Simulator;

namespace Nexus.Desk;

/// <summary>The options for the address of the page and for the exchange that it shows.</summary>
public sealed record DeskOptions
{
    /// <summary>The port on loopback; 0 selects a free one.</summary>
    public int Port { get; init; }

    /// <summary>The name of the source on the page.</summary>
    public string SourceName { get; init; } = "the exchange";

    /// <summary>The exchange; see <see cref="NexusEndpoint"/>. Not used with a simulator, a bus or a recording.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>The client key. It is used only to connect.</summary>
    public string? ClientKey { get; init; }

    /// <summary>The embedded simulator that replaces the exchange. It accepts orders and has faults at a click.</summary>
    public SimulatedExchange? Simulator { get; init; }

    /// <summary>The simulated time before the start that the simulator's markets have behind them; zero: none.</summary>
    public TimeSpan Past { get; init; }

    /// <summary>Recordings that are shown before the live messages of an exchange.</summary>
    public IReadOnlyList<string> History { get; init; } = [];

    /// <summary>The message bus that replaces the exchange.</summary>
    public NexusBusOptions? Bus { get; init; }

    /// <summary>Recordings that replace the exchange; several are merged by arrival time.</summary>
    public IReadOnlyList<string> Replay { get; init; } = [];

    /// <summary>The speed factor of a replay.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Whether orders are paper orders. Without them, only a simulator accepts orders.</summary>
    public bool IsPaper { get; init; }

    /// <summary>The symbols; empty in a replay for all.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>The client's options. Pings are frequent, because each ping is a point of the latency sparkline.</summary>
    public NexusClientOptions Client { get; init; } = new()
    {
        PingInterval = TimeSpan.FromSeconds(1),
        StaleAfter = TimeSpan.FromSeconds(3),
        ReconnectDelay = TimeSpan.FromMilliseconds(500),
        MaxReconnectDelay = TimeSpan.FromSeconds(5),
    };

    /// <summary>Returns a text without the key.</summary>
    public override string ToString() => nameof(DeskOptions);
}
