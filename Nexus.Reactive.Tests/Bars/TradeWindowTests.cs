using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Equality and text of a window with its trades.</summary>
public sealed class TradeWindowTests
{
    private static readonly TradeWindow Window = new() { Symbol = Btc, Start = At(0), End = At(1), Trades = [Deal(0, 100, 1)], IsComplete = true };

    private static readonly TradeWindow[] OtherWindows =
    [
        Window with { Symbol = Eth },
        Window with { Start = At(0.5) },
        Window with { End = At(2) },
        Window with { Trades = [] },
        Window with { Trades = [Deal(0, 101, 1)] },
        Window with { IsComplete = false },
        Window with { HasGap = true },
    ];

    [TestCaseSource(nameof(OtherWindows))]
    public void Windows_that_differ_in_one_value_are_different(TradeWindow other)
    {
        Assert.That(other.Equals(Window), Is.False);
        Assert.That(Window.Equals(other), Is.False);
    }

    [Test]
    public void Windows_of_equal_values_are_equal_and_have_equal_hashes()
    {
        var equal = Window with { Trades = [Deal(0, 100, 1)], Start = At(0).ToOffset(TimeSpan.FromHours(1)) };
        Assert.That(equal, Is.EqualTo(Window));
        Assert.That(equal.GetHashCode(), Is.EqualTo(Window.GetHashCode()));
    }

    [Test]
    public void Trades_are_never_a_default_array()
    {
        Assert.That((Window with { Trades = default }).Trades.IsDefault, Is.False);
        Assert.That(new TradeWindow { Symbol = Btc, Start = At(0), End = At(1) }.Trades.IsDefault, Is.False);
    }

    [Test]
    public void A_trade_window_prints_as_one_line()
    {
        Assert.That(Window.ToString(), Is.EqualTo("TradeWindow SPOT_BTC_USDT 2024-08-08T23:54:15.000Z/2024-08-08T23:54:16.000Z 1 trades"));
        Assert.That((Window with { IsComplete = false, HasGap = true }).ToString(), Does.EndWith("1 trades, incomplete, gap"));
    }
}
