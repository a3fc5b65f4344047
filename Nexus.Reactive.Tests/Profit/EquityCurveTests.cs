using System.Reactive.Linq;
using System.Reactive.Subjects;
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
    public void A_sample_is_stamped_with_the_end_of_its_interval()
    {
        using var m = EachSecond();
        var feed = m.Feed("-t-b--------b|", ('t', Make.Transaction("100x10 buy")), ('b', Make.Book("101x9 | 103x9")));
        var curve = feed.TrackOrders().MeasureProfit(feed).EquityCurve(Seconds(5), feed.Clock);

        m.Expect(curve.Select(static value => (value.Change, (value.Timestamp - Marbles.DefaultStart).TotalSeconds)))
            .ToBe("-f---s----t--(m|)", ('f', (PortfolioChange.Fill, 1)), ('s', (PortfolioChange.Sample, 5)), ('t', (PortfolioChange.Sample, 10)), ('m', (PortfolioChange.Mark, 12)));
        m.Run();
    }

    [Test]
    public void Intervals_that_a_clock_jump_skips_have_no_sample()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var samples = new List<PortfolioValue>();
        using var curve = feed.TrackOrders().MeasureProfit(feed).EquityCurve(Seconds(1), feed.Clock).Subscribe(samples.Add);
        using var connection = feed.Connect();
        DateTimeOffset start = Marbles.DefaultStart, later = start.AddYears(1);
        source.OnNext(Make.Transaction("100x10 buy", timestamp: start));
        foreach (var time in new[] { start.AddSeconds(1.5), later, later.AddSeconds(1.5), later.AddSeconds(2.5) })
            source.OnNext(Make.Book("101x9 | 103x9", timestamp: time));

        Assert.That(samples.Where(static value => value.Change == PortfolioChange.Sample).Select(value => value.Timestamp), Is.EqualTo(new[] { start.AddSeconds(1), start.AddSeconds(2), later.AddSeconds(2) }));
    }

    [Test]
    public void Samples_continue_after_the_clock_has_restarted()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var samples = new List<DateTimeOffset>();
        using var curve = feed.TrackOrders().MeasureProfit(feed).EquityCurve(Seconds(60), feed.Clock)
            .Where(static value => value.Change == PortfolioChange.Sample).Subscribe(value => samples.Add(value.Timestamp));
        using var connection = feed.Connect();
        var start = Marbles.DefaultStart;
        source.OnNext(Make.Transaction("100x10 buy", timestamp: start.AddDays(400)));
        for (var second = 0; second <= 3600; second++)
            source.OnNext(Make.Book("101x9 | 103x9", timestamp: start.AddSeconds(second)));

        Assert.That(samples.Where(time => time < start.AddDays(1)), Is.EqualTo(Enumerable.Range(2, 59).Select(minute => start.AddMinutes(minute))));
    }

    private static PortfolioValue Value(PortfolioChange change) => new() { Timestamp = Marbles.DefaultStart, Change = change };
}
