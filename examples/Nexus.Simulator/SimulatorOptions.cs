using Nexus.Simulator.Flow;
using Nexus.Simulator.Tls;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator;

public sealed record SimulatorOptions
{
    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; }

    public int Seed { get; init; } = 7;

    public IReadOnlyList<string> Symbols { get; init; } = ["SPOT_BTC_USDT"];

    public IReadOnlyList<string> Keys { get; init; } = ["demo"];

    /// <summary>Orders and cancellations of the crowd, for each symbol and second. About a fifth of them trade.</summary>
    public double Rate { get; init; } = 100;

    /// <summary>Levels a side in a BOOK.</summary>
    public int BookDepth { get; init; } = 20;

    /// <summary>Time between BOOKs; zero sends one after each step of the market.</summary>
    public TimeSpan BookInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether a demo trader's orders are shown to every key.</summary>
    public bool HasDemoTrader { get; init; } = true;

    /// <summary>No market at all: what is sent is what <see cref="SimulatedExchange.Send"/> is given, and the answers to PING.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Messages that may wait for a slow reader before its connection is closed.</summary>
    public int QueueLimit { get; init; } = 10_000;

    /// <summary>Keeps every message of every connection, see <see cref="ConnectionLog"/>.</summary>
    public bool KeepLog { get; init; }

    /// <summary>How it behaves at first, see <see cref="SimulatedExchange.Behaviour"/>.</summary>
    public WireBehaviour Behaviour { get; init; } = WireBehaviour.Polite;

    /// <summary>Told of everything the markets tell, and how it is worded, before anybody else; one call of a symbol at a time.</summary>
    public Action<MarketEvent, ReadOnlyMemory<byte>>? Witness { get; init; }

    /// <summary>How it shows itself; anything but <see cref="ServerCertificate.None"/> makes it <c>wss</c>.</summary>
    public ServerCertificate Certificate { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
