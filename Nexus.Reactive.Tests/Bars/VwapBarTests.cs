using System.Globalization;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Equality, ranges and text of a bar. Other tests compare bars, so a comparison must find each difference.</summary>
public sealed class VwapBarTests
{
    private static readonly VwapBar Bar = new()
    {
        Symbol = Btc,
        Start = At(0),
        End = At(1),
        Notional = 201,
        BuyVolume = 1.5m,
        SellVolume = 0.5m,
        TradeCount = 2,
        Open = 100,
        High = 101,
        Low = 99,
        Close = 101,
        IsComplete = true,
    };

    private static readonly VwapBar Empty = new() { Symbol = Btc, Start = At(0), End = At(1), IsComplete = true };

    private static readonly VwapBar[] OtherBars =
    [
        Bar with { Symbol = Eth },
        Bar with { Start = At(0.5) },
        Bar with { End = At(2) },
        Bar with { Notional = 202 },
        Bar with { Notional = 20.1m },
        Bar with { BuyVolume = 1 },
        Bar with { BuyVolume = 0.15m, SellVolume = 0.05m },
        Bar with { BuyVolume = 0.5m, SellVolume = 1.5m },
        Bar with { SellVolume = 1 },
        Bar with { TradeCount = 3 },
        Bar with { Open = 99 },
        Bar with { Open = 10, High = 10.1m, Low = 9.9m, Close = 10.1m },
        Bar with { High = 102 },
        Bar with { Low = null },
        Bar with { Low = 98 },
        Bar with { Close = 100 },
        Bar with { IsComplete = false },
        Bar with { HasGap = true },
        Empty,
        Empty with { BuyVolume = 1 },
    ];

    [TestCaseSource(nameof(OtherBars))]
    public void Bars_that_differ_in_one_value_are_different(VwapBar other)
    {
        Assert.That(other.Equals(Bar), Is.False);
        Assert.That(Bar.Equals(other), Is.False);
        Assert.That(Bar.Equals(null), Is.False);
    }

    [Test]
    public void Bars_of_equal_values_are_equal_and_have_equal_hashes()
    {
        foreach (var other in new[] { Bar with { Notional = 201.00m }, Bar with { Start = At(0).ToOffset(TimeSpan.FromHours(2)) }, Bar with { BuyVolume = 2 } with { BuyVolume = 1.5m } })
        {
            Assert.That(other, Is.EqualTo(Bar));
            Assert.That(other.GetHashCode(), Is.EqualTo(Bar.GetHashCode()));
        }
    }

    [Test]
    public void Volume_and_vwap_are_computed()
    {
        Assert.That((Bar.Volume, Bar.Vwap), Is.EqualTo((2m, (decimal?)100.5m)));
        Assert.That((Bar with { SellVolume = 2.5m, Notional = 400 }).Vwap, Is.EqualTo(100m));
        Assert.That((Empty.Volume, Empty.Vwap), Is.EqualTo((0m, (decimal?)null)));
    }

    [Test]
    public void Times_are_in_UTC()
    {
        var bar = Bar with { Start = At(0).ToOffset(TimeSpan.FromHours(2)), End = At(1).ToOffset(TimeSpan.FromMinutes(-30)) };
        Assert.That((bar.Start.EqualsExact(At(0)), bar.End.EqualsExact(At(1))), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_value_out_of_range_is_rejected_by_name()
    {
        Assert.Multiple(static () =>
        {
            Refuses(nameof(VwapBar.Notional), static () => Bar with { Notional = -1 });
            Refuses(nameof(VwapBar.BuyVolume), static () => Bar with { BuyVolume = -1 });
            Refuses(nameof(VwapBar.SellVolume), static () => Bar with { SellVolume = -1 });
            Refuses(nameof(VwapBar.TradeCount), static () => Bar with { TradeCount = -1 });
            Refuses(nameof(VwapBar.Open), static () => Bar with { Open = 0 });
            Refuses(nameof(VwapBar.High), static () => Bar with { High = -1 });
            Refuses(nameof(VwapBar.Low), static () => Bar with { Low = 0 });
            Refuses(nameof(VwapBar.Close), static () => Bar with { Close = -1 });
        });

        static void Refuses(string name, Func<VwapBar> make) =>
            Assert.That(make, Throws.TypeOf<ArgumentOutOfRangeException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(name));
    }

    [Test]
    public void Values_beyond_the_fixed_point_range_are_preserved()
    {
        var bar = Bar with { Notional = decimal.MaxValue, BuyVolume = decimal.MaxValue, Open = 0.000_000_000_000_000_000_000_000_000_1m, High = decimal.MaxValue };
        Assert.That((bar.Notional, bar.BuyVolume, bar.Open, bar.High), Is.EqualTo((decimal.MaxValue, decimal.MaxValue, (decimal?)0.000_000_000_000_000_000_000_000_000_1m, (decimal?)decimal.MaxValue)));
        Assert.That(() => bar.Volume, Throws.TypeOf<OverflowException>());
        Assert.That((Empty with { Close = 5 }).Close, Is.EqualTo(5));
    }

    [Test]
    public void Sums_beyond_128_bits_are_returned_correctly()
    {
        const decimal Least = 0.000_000_000_000_000_000_000_000_000_1m;
        var bar = Run(
            static (trades, _) => trades.VwapByCount(4),
            Deal(0, 1, decimal.MaxValue),
            Deal(0, 1, Least),
            Deal(0, 1, decimal.MaxValue, Side.Sell),
            Deal(0, 1, Least, Side.Sell)).Single();

        Assert.That((bar.BuyVolume, bar.SellVolume, bar.Vwap), Is.EqualTo((decimal.MaxValue, decimal.MaxValue, (decimal?)1)));
    }

    [TestCase("en-US")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    public void ToString_returns_one_line_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.That(Bar.ToString(), Is.EqualTo("VwapBar SPOT_BTC_USDT 2024-08-08T23:54:15.000Z/2024-08-08T23:54:16.000Z 2 trades, vwap 100.5"));
            Assert.That((Empty with { IsComplete = false, HasGap = true }).ToString(), Does.EndWith("0 trades, vwap -, incomplete, gap"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
