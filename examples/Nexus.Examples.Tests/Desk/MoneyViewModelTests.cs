using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

/// <summary>The position and the statistics.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MoneyViewModelTests : IDisposable
{
    private readonly DeskHarness _desk = new();

    public void Dispose() => _desk.Dispose();

    [Test]
    public void The_position_has_its_cost_and_its_realized_and_unrealized_profit()
    {
        using var position = new PositionViewModel(_desk.Market, _desk.Screen);
        _desk.Frame();
        Assert.That(position.State.Profit, Is.Null);

        _desk.Book("101x9 | 103x9");
        _desk.Order("100x10 buy", OrderStatus.New);
        _desk.Fill("100x10 buy", id: 1);
        _desk.Fill("103x4 sell", id: 2, orderId: 2, seconds: 1);
        _desk.Frame();

        var profit = position.State.Profit!;
        Assert.That((profit.Quantity, profit.AverageCost, profit.RealizedProfit, profit.UnrealizedProfit, profit.NetProfit), Is.EqualTo((6m, (decimal?)100m, 12m, (decimal?)12m, (decimal?)24m)));
        _desk.Gap();
        _desk.Frame();
        Assert.That(position.State.Profit!.IsStale);
    }

    [Test]
    public void Statistics_of_the_day_start_at_midnight_and_those_of_24_hours_reach_further_back()
    {
        using var statistics = new StatisticsViewModel(_desk.Market, _desk.Screen);
        _desk.Trade("100x1 buy", 1);
        _desk.Trade("90x1 sell", 2);
        _desk.Frame();
        Assert.That(statistics.State.Session, Is.EqualTo(new Statistics(100, 100, 90, 90, 2, 190, 95, 2, IsComplete: false)));
        Assert.That(statistics.State.Day, Is.EqualTo(statistics.State.Session));
        Assert.That((statistics.State.Day!.Change, statistics.State.Day.RelativeChange), Is.EqualTo((-10m, -0.1m)));

        for (var hour = 0.5; hour <= 12; hour += 0.5)
            _desk.Book("100x1 | 101x1", hour * 3600);
        _desk.Trade("120x2 buy", 12 * 3600 + 90);
        _desk.Trade("110x2 buy", 12 * 3600 + 100);
        _desk.Frame();
        Assert.That(statistics.State.Session, Is.EqualTo(new Statistics(120, 120, 110, 110, 4, 460, 115, 2, IsComplete: false)));
        Assert.That(statistics.State.Day, Is.EqualTo(new Statistics(100, 120, 90, 110, 6, 650, 650m / 6, 4, IsComplete: false)));

        for (var hour = 12.5; hour <= 25; hour += 0.5)
            _desk.Book("100x1 | 101x1", hour * 3600);
        _desk.Frame();
        Assert.That(statistics.State.Day!.TradeCount, Is.EqualTo(2), "the first trades are older than 24 hours");
    }
}
