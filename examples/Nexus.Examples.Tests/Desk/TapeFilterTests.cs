using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TapeFilterTests : IDisposable
{
    private readonly DeskHarness _desk = new();
    private readonly TapeViewModel _tape;

    public TapeFilterTests() => _tape = new TapeViewModel(_desk.Market, _desk.Screen);

    public void Dispose()
    {
        _tape.Dispose();
        _desk.Dispose();
    }

    [Test]
    public void Small_trades_are_hidden_and_come_back_with_their_numbers()
    {
        _desk.Trade("1x1 buy");
        _desk.Trade("2x5 buy");
        _desk.Gap();
        _desk.Trade("3x4.99 buy");
        _desk.Frame();
        var numbers = Numbers();

        _tape.Filter(5);
        _desk.Trade("4x6 buy");
        _desk.Trade("5x1 buy");
        _desk.Frame();
        Assert.That(Numbers(), Is.EqualTo(new[] { 5, 3, 2 }), "the gap is always shown");

        _tape.Filter(0);
        _desk.Frame();
        Assert.That(Numbers().TakeLast(4), Is.EqualTo(numbers));
        Assert.That(Numbers(), Has.Length.EqualTo(6));
        _tape.Filter(-1);
        Assert.That(_tape.State.MinQuantity, Is.Zero);
    }

    [Test]
    public void The_trades_of_one_taker_are_one_line()
    {
        _tape.Aggregate(true);
        _desk.Trade("100x1 buy", 1);
        _desk.Trade("101x2 buy", 1);
        _desk.Trade("101x4 sell", 1);
        _desk.Trade("101x8 sell", 2);
        _desk.Book("1x1 | 2x1", 3);
        _desk.Frame();

        Assert.That(_tape.State.Rows.Select(row => (row.Print.Sweep!.TradeCount, row.Print.Side, row.Print.Price, row.Print.Quantity)), Is.EqualTo(new[]
        {
            (1, (Side?)Side.Sell, (decimal?)101m, 8m), (1, Side.Sell, 101m, 4m), (2, Side.Buy, 101m, 3m),
        }));

        _tape.Filter(4);
        _desk.Frame();
        Assert.That(_tape.State.Rows.Select(row => row.Print.Quantity), Is.EqualTo(new[] { 8m, 4m }));
        _tape.Aggregate(false);
        _desk.Frame();
        Assert.That(_tape.State.Rows.Select(row => row.Print.Trade!.Quantity), Is.EqualTo(new[] { 8m, 4m }));
    }

    private long[] Numbers() => [.. _tape.State.Rows.Select(static row => row.Number)];
}
