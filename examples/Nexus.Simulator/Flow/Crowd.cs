using Nexus.Simulator.Matching;

namespace Nexus.Simulator.Flow;

/// <summary>
/// Anonymous orders around a fair price that moves at random: most rest near it, some are canceled, and some trade immediately. When the fair
/// price moves through resting orders, new orders cross them, so trades discover the price.
/// </summary>
internal sealed class Crowd(Market market, MatchingEngine engine, Dice dice, double rate, int depth)
{
    /// <summary>The largest order of the crowd, in lots.</summary>
    public const int MaxLots = 2000;

    private readonly List<long> _placed = [];
    private readonly decimal _tick = market.Instrument.Tick;
    private readonly int _spreadOut = 3 * depth;
    private readonly int _wanted = 12 * depth;
    private long _fair = (long)(market.Instrument.StartPrice / market.Instrument.Tick);

    public TimeSpan Next { get; private set; }

    /// <summary>Fills the book before the first client connects.</summary>
    public void Open()
    {
        while (engine.LevelCount(OrderSide.Buy) < 2 * depth || engine.LevelCount(OrderSide.Sell) < 2 * depth)
            Rest(dice.Chance(0.5) ? OrderSide.Buy : OrderSide.Sell);
        Wait();
    }

    public void Act()
    {
        Wait();
        if (dice.Chance(0.4))
            _fair = Math.Clamp(_fair + (dice.Chance(0.5) ? 1 : -1), Floor, Floor * 7);

        var side = dice.Chance(0.5) ? OrderSide.Buy : OrderSide.Sell;
        if (IsThin(OrderSide.Buy))
            Rest(OrderSide.Buy);
        else if (IsThin(OrderSide.Sell))
            Rest(OrderSide.Sell);
        else if (dice.Chance(0.2))
            Take(side);
        else if (dice.Chance(0.5 * _placed.Count / _wanted))
            Withdraw();
        else
            Rest(side);
    }

    // Half the start price. The market rejects prices below a quarter of it and above four times, which the fair price never reaches.
    private long Floor => (long)(market.Instrument.StartPrice / _tick) / 2;

    private bool IsThin(OrderSide side) => engine.LevelCount(side) < depth + depth / 2;

    private void Rest(OrderSide side)
    {
        var skew = dice.Next();
        var away = 1 + (long)(_spreadOut * skew * skew);
        var ticks = side == OrderSide.Buy ? _fair - away : _fair + away;
        var order = market.PlaceAnonymous(side, OrderKind.Limit, Math.Max(1, ticks) * _tick, Size());
        if (!order.IsFilled)
            _placed.Add(order.Id);
    }

    private void Take(OrderSide side) => market.PlaceAnonymous(side, OrderKind.Market, price: null, Size());

    private void Withdraw()
    {
        var index = dice.Below(_placed.Count);
        var id = _placed[index];
        _placed[index] = _placed[^1];
        _placed.RemoveAt(_placed.Count - 1);
        if (engine.Resting(id) is { } order)
            market.Cancel(order);
    }

    /// <summary>Returns a quantity that is usually small and sometimes large.</summary>
    private decimal Size()
    {
        var skew = dice.Next();
        return (1 + (int)(MaxLots * skew * skew * skew * skew)) * market.Instrument.Lot;
    }

    // Between 0.5 and 1.5 times the mean delay; plain arithmetic gives the same result on every machine.
    private void Wait() => Next += TimeSpan.FromTicks(Math.Max(1, (long)((0.5 + dice.Next()) * TimeSpan.TicksPerSecond / rate)));
}
