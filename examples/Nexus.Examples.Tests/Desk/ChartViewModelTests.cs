using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ChartViewModelTests : IDisposable
{
    private readonly DeskHarness _desk = new();

    public void Dispose() => _desk.Dispose();

    [Test]
    public void Trades_make_a_running_candle()
    {
        using var chart = new ChartViewModel(_desk.Market, _desk.Screen);

        _desk.Trade("100x1 buy", 1);
        _desk.Trade("104x2 buy", 2);
        _desk.Trade("98x1 sell", 3);
        _desk.Frame();

        Assert.That(chart.State.Candles, Is.Empty);
        Assert.That(chart.State.Running, Is.EqualTo(new Candle(DeskHarness.At(0), new CandlePrices(100, 104, 98, 98), 4, 3, 3, 101.5m, chart.State.Running!.Deviation, IsComplete: false, HasGap: false)));
        Assert.That(chart.State.Last!.Price, Is.EqualTo(98));
        Assert.That(chart.State.Average!.Vwap, Is.EqualTo(101.5m));
        Assert.That(chart.State.Session!.Volume, Is.EqualTo(4));
    }

    [Test]
    public void The_feeds_clock_closes_a_candle_and_the_next_trade_starts_another()
    {
        using var chart = new ChartViewModel(_desk.Market, _desk.Screen);

        _desk.Trade("100x1 buy", 1);
        _desk.Trade("110x1 buy", 5);
        _desk.Frame();

        Assert.That(chart.State.Candles, Is.EqualTo(new[] { new Candle(DeskHarness.At(0), new CandlePrices(100, 100, 100, 100), 1, 1, 1, 100, 0, IsComplete: false, HasGap: false) }));
        Assert.That(chart.State.Running!.Start, Is.EqualTo(DeskHarness.At(5)));
        Assert.That(chart.State.Running.Prices!.Value.Open, Is.EqualTo(110));
    }

    [Test]
    public void A_window_without_a_trade_is_a_candle_without_prices()
    {
        using var chart = new ChartViewModel(_desk.Market, _desk.Screen);

        _desk.Trade("100x1 buy", 1);
        _desk.Book("99x1 | 101x1", 11);
        _desk.Frame();

        Assert.That(chart.State.Candles.Select(candle => candle.Prices is null), Is.EqualTo(new[] { false, true }));
        Assert.That(chart.State.Running, Is.Null);
    }

    [Test]
    public void A_gap_marks_its_candle()
    {
        using var chart = new ChartViewModel(_desk.Market, _desk.Screen);

        _desk.Trade("100x1 buy", 1);
        _desk.Gap();
        _desk.Trade("100x1 buy", 6);
        _desk.Frame();

        Assert.That(chart.State.Candles.Single().HasGap);
    }

    [Test]
    public void A_screen_that_opens_later_shows_the_same_candles()
    {
        using var early = new ChartViewModel(_desk.Market, _desk.Screen);
        for (var i = 0; i < 60; i++)
        {
            _desk.Trade($"{100 + i % 7}x1 buy", i * 0.5);
            _desk.Frame();
        }

        using var late = new ChartViewModel(_desk.Market, _desk.Screen);
        _desk.Frame();

        Assert.That(late.State.Candles, Is.EqualTo(early.State.Candles).And.Length.EqualTo(5));
        Assert.That(late.State.Running, Is.EqualTo(early.State.Running));
    }

    [Test]
    public void The_newest_candles_are_kept()
    {
        using var chart = new ChartViewModel(_desk.Market, _desk.Screen, length: 3);

        for (var i = 0; i < 10; i++)
            _desk.Trade($"{100 + i}x1 buy", i * 5);
        _desk.Frame();

        Assert.That(chart.State.Candles.Select(candle => candle.Prices!.Value.Close), Is.EqualTo(new[] { 106m, 107m, 108m }));
    }
}
