using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Orders.OrderMarbles;

namespace Nexus.Reactive.Tests.Profit;

/// <summary>When a portfolio is sampled.</summary>
public sealed class EquityCurveTests
{
    [TestCase("-f-m------m-|", "-f---s----s-|", TestName = "A fill is sampled at once, the rest at the end of the interval")]
    [TestCase("---m---|", "-----s-|", TestName = "A value that was sampled is not repeated at the end")]
    [TestCase("----------|", "----------|", TestName = "Nothing is sampled before the first value")]
    [TestCase("-f--#", "-f--#", TestName = "An error ends the samples at once")]
    public void Samples(string source, string samples)
    {
        using var m = EachSecond();
        var values = m.Hot(source, ('f', Value(PortfolioChange.Fill)), ('m', Value(PortfolioChange.Mark)));

        m.Expect(values.EquityCurve(Seconds(5), m.Scheduler).Select(static value => value.Change))
            .ToBe(samples, ('f', PortfolioChange.Fill), ('m', PortfolioChange.Mark), ('s', PortfolioChange.Sample));
        m.Run();
    }

    [Test]
    public void A_sample_has_the_time_of_the_interval()
    {
        using var m = EachSecond();
        var feed = m.Feed("-t-b--------b|", ('t', Make.Transaction("100x10 buy")), ('b', Make.Book("101x9 | 103x9")));
        var curve = feed.TrackOrders().MeasureProfit(feed).EquityCurve(Seconds(5), feed.Clock);

        m.Expect(curve.Select(static value => (value.Change, (value.Timestamp - Marbles.DefaultStart).TotalSeconds)))
            .ToBe("-f---s----t--(m|)", ('f', (PortfolioChange.Fill, 1)), ('s', (PortfolioChange.Sample, 5)), ('t', (PortfolioChange.Sample, 10)), ('m', (PortfolioChange.Mark, 12)));
        m.Run();
    }

    private static PortfolioValue Value(PortfolioChange change) => new() { Timestamp = Marbles.DefaultStart, Change = change };
}
