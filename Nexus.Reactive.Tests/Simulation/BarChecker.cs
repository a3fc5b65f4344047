namespace Nexus.Reactive.Tests.Simulation;

/// <summary>Checks the bars of one client: a complete bar holds exactly the trades that the exchange made in its window, any other one at most those and late ones.</summary>
internal sealed class BarChecker(SimulatedWorld world, string name, SimulatedMarket market)
{
    // Longer than the longest pause.
    private static readonly TimeSpan Latest = TimeSpan.FromHours(6);

    private DateTimeOffset _end;

    public int Complete { get; private set; }

    public int Incomplete { get; private set; }

    /// <summary>Whether the clock ever went elsewhere than the exchange's; then a bar that is not complete says nothing.</summary>
    public bool IsWild { get; set; }

    public void OnNext(VwapBar bar)
    {
        world.Require(bar.Start >= _end || IsWild, () => $"{name}: bar {bar} starts before the end of the previous one, {_end:O}");
        _end = bar.End;
        if (!bar.IsComplete)
        {
            Incomplete++;
            if (IsWild)
                return;
        }
        else
            Complete++;

        // A trade that comes late counts in the window where the clock is, and that window is not complete.
        var (count, volume, notional) = market.TradesIn(bar.IsComplete ? bar.Start : bar.Start - Latest, bar.End);
        var isRight = bar.IsComplete ? (bar.TradeCount, bar.Volume, bar.Notional) == (count, volume, notional) : bar.TradeCount <= count && bar.Volume <= volume;
        world.Require(isRight, () => $"{name}: bar {bar} (complete: {bar.IsComplete}), but the exchange made {count} trades of {volume}");
    }
}
