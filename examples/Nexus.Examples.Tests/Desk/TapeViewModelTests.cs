using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TapeViewModelTests : IDisposable
{
    private readonly DeskHarness _desk = new();

    public void Dispose() => _desk.Dispose();

    [Test]
    public void Every_trade_is_shown_in_order_with_one_change_per_frame()
    {
        using var tape = new TapeViewModel(_desk.Market, _desk.Screen, length: 1000);
        var changes = 0;
        tape.PropertyChanged += (_, _) => changes++;

        for (var i = 1; i <= 1000; i++)
            _desk.Trade($"{i}x1 buy");
        _desk.Frame();

        Assert.That(tape.State.Rows.Select(row => row.Print.Trade!.Price).Reverse(), Is.EqualTo(Enumerable.Range(1, 1000)));
        Assert.That(tape.State.Rows.Select(row => row.Number).Reverse(), Is.EqualTo(Enumerable.Range(1, 1000)));
        Assert.That(changes, Is.EqualTo(1));
    }

    [Test]
    public void The_newest_trades_are_kept()
    {
        using var tape = new TapeViewModel(_desk.Market, _desk.Screen, length: 2);

        foreach (var trade in new[] { "1x1 buy", "2x1 sell", "3x4.5 buy" })
        {
            _desk.Trade(trade);
            _desk.Frame();
        }

        Assert.That(tape.State.Rows.Select(row => row.Print.Trade!.Price), Is.EqualTo(new[] { 3m, 2m }));
        Assert.That(tape.State.LargestQuantity, Is.EqualTo(4.5m));
    }

    [Test]
    public void A_gap_is_shown_between_the_trades_around_it()
    {
        using var tape = new TapeViewModel(_desk.Market, _desk.Screen);

        _desk.Trade("1x1 buy");
        _desk.Gap("line cut");
        _desk.Trade("2x1 buy");
        _desk.Frame();

        Assert.That(tape.State.Rows.Select(row => row.Print.Gap?.Reason), Is.EqualTo(new[] { null, "line cut", null }));
    }

    [Test]
    public void A_screen_that_opens_later_starts_with_earlier_trades()
    {
        _desk.Trade("1x1 buy");
        _desk.Trade("2x1 buy");
        using var tape = new TapeViewModel(_desk.Market, _desk.Screen);
        _desk.Frame();

        Assert.That(tape.State.Rows.Select(row => row.Print.Trade!.Price), Is.EqualTo(new[] { 2m, 1m }));
    }
}
