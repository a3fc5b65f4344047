using System.Globalization;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Tests.Orders.Model;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>The queue models against values computed by hand from the published formulas, and against the formulas in exact fractions.</summary>
public sealed class QueueModelTests
{
    // Of a level with 3 ahead and 1 behind; of one with 1 ahead and 3 behind; of one with 2 and 2.
    private static IEnumerable<TestCaseData> Parts()
    {
        yield return Case(QueueProbability.Power(1), "1/4", "3/4", "1/2");
        yield return Case(QueueProbability.Power(2), "1/10", "9/10", "1/2");
        yield return Case(QueueProbability.Power(3), "1/28", "27/28", "1/2");
        yield return Case(QueueProbability.Power2(2), "1/16", "9/16", "1/4");
        yield return Case(QueueProbability.Power2(3), "1/64", "27/64", "1/8");
        yield return Case(QueueProbability.Power3(2), "7/16", "15/16", "3/4");
        yield return Case(QueueProbability.Power3(3), "37/64", "63/64", "7/8");

        // ln 2 / (ln 2 + ln 4) = 1/3, and with the sum of the level: ln 2 / ln 5, ln 4 / ln 5 and ln 3 / ln 5.
        yield return Case(QueueProbability.Log, "1/3", "2/3", "1/2");
        yield return new TestCaseData(QueueProbability.Log2, 0.430676558073393, 0.861353116146786, 0.682606194485985).SetArgDisplayNames("log2");
    }

    [TestCaseSource(nameof(Parts))]
    public void The_fraction_behind_an_order_matches_the_formula(QueueProbability probability, double few, double many, double half)
    {
        Assert.That(probability.Behind(3, 1), Is.EqualTo(few).Within(1e-14));
        Assert.That(probability.Behind(1, 3), Is.EqualTo(many).Within(1e-14));
        Assert.That(probability.Behind(2, 2), Is.EqualTo(half).Within(1e-14));
        Assert.That(probability.Behind(0, 4), Is.EqualTo(1), "nothing is ahead of the first");
        Assert.That(probability.Behind(4, 0), Is.EqualTo(0), "nothing is behind the last");
    }

    [Test]
    public void The_risk_averse_model_advances_by_trades_and_never_exceeds_the_level()
    {
        var position = QueueModel.RiskAverse.Join(10);
        position.OnDepth(10, 8);
        Assert.That(position.Ahead, Is.EqualTo(8));
        position.OnTrade(3);
        position.OnDepth(8, 12);
        Assert.That(position.Ahead, Is.EqualTo(5));
        position.OnDepth(12, 6);
        Assert.That(position.Ahead, Is.EqualTo(5));
        position.OnTrade(7);
        Assert.That(position.TakeExcess(0.1m, most: 100), Is.EqualTo(2));
        Assert.That(position.Ahead, Is.EqualTo(0));
    }

    [Test]
    public void Canceled_quantity_excluding_trades_is_distributed_by_the_queue_probability()
    {
        // 6 ahead of 10. 2 are traded: 4 ahead. The level falls by 5, of which 3 left otherwise: with f(x) = x, p = 6/10 of them were behind, so 1.2 were ahead.
        var position = QueueModel.PowerProbability(1).Join(6);
        position.OnDepth(6, 10);
        position.OnTrade(2);
        position.OnDepth(10, 5);
        Assert.That(position.Ahead, Is.EqualTo(2.8m));

        // More would have left from behind than is there: the rest was ahead. p = 2.2/5, 1.98 of 4.5 are behind, of which there are 2.2.
        position.OnDepth(5, 0.5m);
        Assert.That(position.Ahead, Is.EqualTo(0.28m));
    }

    [Test]
    public void An_excess_below_half_a_lot_step_is_kept()
    {
        var position = QueueModel.RiskAverse.Join(1);
        position.OnTrade(1.04m);
        Assert.That(position.TakeExcess(0.1m, most: 100), Is.Zero);
        Assert.That(position.Ahead, Is.EqualTo(-0.04m));
        position.OnTrade(0.01m);
        Assert.That(position.TakeExcess(0.1m, most: 100), Is.EqualTo(0.1m));
        Assert.That(position.Ahead, Is.EqualTo(0));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void An_exponent_must_be_finite_and_positive(double n)
    {
        Assert.That(() => QueueModel.PowerProbability(n), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => QueueProbability.Power3(n), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Random_levels_agree_with_the_formulas_in_exact_fractions([Values(1, 2, 3)] int n)
    {
        var random = new Random(n);
        for (var run = 0; run < 300; run++)
        {
            var shown = random.Next(1, 1000) / 10m;
            var (careful, shared) = (QueueModel.RiskAverse.Join(shown), QueueModel.PowerProbability(n).Join(shown));
            var traded = 0m;
            for (var step = 0; step < 40 && shared.Ahead > 0 && careful.Ahead > 0; step++)
            {
                var (before, exact) = (careful.Ahead, (Fraction)shared.Ahead);
                if (random.Next(3) == 0)
                {
                    var quantity = random.Next(1, 40) / 10m;
                    traded += quantity;
                    careful.OnTrade(quantity);
                    shared.OnTrade(quantity);
                    Assert.That(careful.Ahead, Is.EqualTo(before - quantity));
                    Assert.That((exact - quantity).IsAbout(shared.Ahead));
                }
                else if (random.Next(0, 1000) / 10m is var after && after != shown)
                {
                    careful.OnDepth(shown, after);
                    shared.OnDepth(shown, after);
                    Assert.That(careful.Ahead, Is.EqualTo(Math.Min(before, after)));
                    Assert.That((double)Fraction.Abs(Shared(exact, traded, shown, after, n) - shared.Ahead).Round(), Is.LessThan(1e-12));
                    (shown, traded) = (after, 0);
                }
            }
        }
    }

    // front - (1 - p) · left + min(back - p · left, 0), but at most what is shown.
    private static Fraction Shared(Fraction front, decimal traded, decimal before, decimal after, int n)
    {
        Fraction left = before - after - traded;
        if (left.Sign < 0)
            return Fraction.Min(front, after);
        var back = before - front;
        var behind = Power(back) / (Power(back) + Power(front)) * left;
        return Fraction.Min(front - (left - behind) + Fraction.Min(back - behind, 0), after);

        Fraction Power(Fraction x) => Enumerable.Repeat(x, n).Aggregate(static (product, factor) => product * factor);
    }

    private static TestCaseData Case(QueueProbability probability, params string[] parts) =>
        new TestCaseData([probability, .. parts.Select(static part => (object)Divide(part))]).SetArgDisplayNames(probability.ToString()!);

    private static double Divide(string part) => part.Split('/') is [var dividend, var divisor]
        ? double.Parse(dividend, CultureInfo.InvariantCulture) / double.Parse(divisor, CultureInfo.InvariantCulture)
        : throw new FormatException(part);
}
