using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Orders.Model;

namespace Nexus.Reactive.Tests.Backtesting;

public sealed class FeeScheduleTests
{
    [TestCase(FeeCurrency.Quote, Side.Buy, true, "0.2", "USDT")]
    [TestCase(FeeCurrency.Quote, Side.Sell, false, "0.4", "USDT")]
    [TestCase(FeeCurrency.Base, Side.Sell, false, "0.004", "BTC")]
    [TestCase(FeeCurrency.Received, Side.Buy, true, "0.002", "BTC")]
    [TestCase(FeeCurrency.Received, Side.Sell, true, "0.2", "USDT")]
    [TestCase(FeeCurrency.Third, Side.Sell, false, "0.1", "WOO")]
    public void A_fee_is_paid_in_the_chosen_asset(FeeCurrency currency, Side side, bool isMaker, string fee, string asset)
    {
        var fees = new FeeSchedule { Maker = 0.001m, Taker = 0.002m, Currency = currency, ThirdAsset = "WOO", ThirdAssetPrice = 4 };
        Assert.That(fees.GetFee(Make.Symbol, side, 100, 2, isMaker), Is.EqualTo((decimal.Parse(fee, System.Globalization.CultureInfo.InvariantCulture), asset)));
    }

    [Test]
    public void A_rebate_is_negative() =>
        Assert.That(new FeeSchedule { Maker = -0.0001m }.GetFee(Make.Symbol, Side.Buy, 100, 2, isMaker: true).Fee, Is.EqualTo(-0.02m));

    [Test]
    public void Random_fees_agree_with_exact_fractions()
    {
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var (rate, price, quantity, third) = (random.Next(-50, 100) / 100_000m, random.Next(1, 10_000_000) / 100m, random.Next(1, 1_000_000_000) / 100_000_000m, random.Next(1, 1000) / 7m);
            var fees = new FeeSchedule { Taker = rate, ThirdAsset = "WOO", ThirdAssetPrice = third };
            var value = (Fraction)rate * price * quantity;
            Assert.That(((Fraction)fees.GetFee(Make.Symbol, Side.Buy, price, quantity, false).Fee - value).IsZero);
            Assert.That((((Fraction)rate * quantity) - (fees with { Currency = FeeCurrency.Base }).GetFee(Make.Symbol, Side.Buy, price, quantity, false).Fee).IsZero);
            Assert.That((value / third).IsAbout((fees with { Currency = FeeCurrency.Third }).GetFee(Make.Symbol, Side.Buy, price, quantity, false).Fee));
        }
    }
}
