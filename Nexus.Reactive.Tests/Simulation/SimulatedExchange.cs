namespace Nexus.Reactive.Tests.Simulation;

/// <summary>The exchange behind all connections. In some worlds it sends each order event on every connection, with one clock for all symbols.</summary>
internal sealed class SimulatedExchange(SimulatedWorld world)
{
    // With how many gaps the symbol's own client had before.
    private readonly List<(SimulatedSide Owner, long Number, int Gaps)> _copies = [];
    private SimulatedClock? _clock;

    /// <summary>Whether order events come on every connection.</summary>
    public bool SendsCopies { get; } = world.Chance(0.3);

    public SimulatedSide[] Sides { get; set; } = [];

    /// <summary>Where order events come everywhere, symbols whose clocks differ would move each other's.</summary>
    public SimulatedClock CreateClock() => SendsCopies ? _clock ??= Create() : Create();

    public void Send(SimulatedMarket market, SentMessage message)
    {
        foreach (var side in Sides)
        {
            if (side.Market == market || (SendsCopies && message.IsOrderEvent))
                side.Link.Send(message);
        }
    }

    /// <summary>Notes that a client received a message.</summary>
    public void OnDelivered(SentMessage message, SimulatedSide receiver)
    {
        if (!SendsCopies || !message.IsOrderEvent)
            return;
        var owner = Array.Find(Sides, side => side.Market == message.Market)!;
        var mustCome = receiver == owner || owner.Own.IsInGap;
        _copies.Add((owner, message.Number, mustCome ? -1 : owner.Own.Gaps));
    }

    /// <summary>Notes the order events that the combined feed lacks: what a symbol's own client missed comes from the others, at its next gap at the latest.</summary>
    public void CheckCopies()
    {
        foreach (var (owner, number, gaps) in _copies)
        {
            world.Require(
                owner.Own.Gaps == gaps || owner.Combined.HasOrderEvent(number),
                () => $"{owner.Market.Symbol}: a client received order event {number}, but the combined feed did not deliver it");
        }
    }

    private SimulatedClock Create() => new(world, TimeSpan.FromMilliseconds(world.Random.Next(-2_000, 2_000)));
}
