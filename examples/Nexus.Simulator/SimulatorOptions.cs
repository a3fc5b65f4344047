using Nexus.Simulator.Flow;
using Nexus.Simulator.Tls;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator;

public sealed record SimulatorOptions
{
    /// <summary>The port; 0 selects a free one.</summary>
    public int Port { get; init; }

    public int Seed { get; init; } = 7;

    public IReadOnlyList<string> Symbols { get; init; } = ["SPOT_BTC_USDT"];

    public IReadOnlyList<string> Keys { get; init; } = ["demo"];

    /// <summary>Orders and cancellations of the crowd per symbol and second. About a fifth of them trade.</summary>
    public double Rate { get; init; } = 100;

    /// <summary>The number of levels on each side of a BOOK.</summary>
    public int BookDepth { get; init; } = 20;

    /// <summary>The time between BOOKs; zero sends one after each step of the market.</summary>
    public TimeSpan BookInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether every key sees the orders of a demo trader.</summary>
    public bool HasDemoTrader { get; init; } = true;

    /// <summary>Whether the markets run. Without them the exchange sends only the texts passed to <see cref="SimulatedExchange.Send"/>, and answers to PING.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The maximum number of messages that wait for a slow reader before its connection is closed.</summary>
    public int QueueLimit { get; init; } = 10_000;

    /// <summary>Whether to keep every message of every connection; see <see cref="ConnectionLog"/>.</summary>
    public bool KeepLog { get; init; }

    /// <summary>The initial behavior; see <see cref="SimulatedExchange.Behaviour"/>.</summary>
    public WireBehaviour Behaviour { get; init; } = WireBehaviour.Polite;

    /// <summary>Receives every event of the markets and its text before the connections. Calls for the same symbol do not overlap.</summary>
    public Action<MarketEvent, ReadOnlyMemory<byte>>? Witness { get; init; }

    /// <summary>The certificate; any value other than <see cref="ServerCertificate.None"/> makes the exchange use <c>wss</c>.</summary>
    public ServerCertificate Certificate { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
