using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Numbers;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Averages;

public sealed class EwmaTests
{
    [Test]
    public void Averages_agree_with_a_sum_over_all_trades([Values] bool byQuantity) => BigModel.NarrowTrades.Sample(
        trades =>
        {
            var feed = new NexusFeed(trades.ToObservable());
            List<ExponentialAverage> averages = [];
            feed.Ewma(Seconds(0.7), byQuantity).Subscribe(averages.Add);
            feed.Connect();
            Assert.That(averages, Has.Count.EqualTo(trades.Length));
            for (var i = 0; i < trades.Length; i++)
            {
                double sum = 0, weights = 0;
                foreach (var (trade, at) in trades.Take(i + 1).Zip(averages))
                {
                    if (trade.Symbol != trades[i].Symbol)
                        continue;
                    var weight = Math.Pow(0.5, (averages[i].Timestamp - at.Timestamp) / Seconds(0.7)) * (byQuantity ? (double)trade.Quantity : 1);
                    (sum, weights) = (sum + (weight * (double)trade.Price), weights + weight);
                }

                Assert.That(averages[i].Value, weights > 0 ? Is.EqualTo(sum / weights).Within(1e-12).Percent : Is.Null);
            }
        },
        iter: 50);

    [Test]
    public void Trades_of_one_millisecond_have_the_same_weight()
    {
        var feed = new NexusFeed(new NexusMessage[] { Deal(0, 100, 1), Deal(0, 102, 1), Deal(0, 104, 2) }.ToObservable());
        List<double?> plain = [], byQuantity = [];
        feed.Ewma(Seconds(1)).Subscribe(average => plain.Add(average.Value));
        feed.Ewma(Seconds(1), byQuantity: true).Subscribe(average => byQuantity.Add(average.Value));
        feed.Connect();

        Assert.That(plain, Is.EqualTo([100, 101, 102]));
        Assert.That(byQuantity, Is.EqualTo([100, 101, 102.5]));
    }

    // The half-life is a second, so ten characters; t: a trade, x: a gap.
    [TestCase("p---------t-t-------", "----------=-=-------", TestName = "An_average_is_complete_after_ten_half_lives")]
    [TestCase("p---------tx-t-----t------t", "----------=--/-----/------=", TestName = "A_gap_is_forgotten_after_ten_half_lives")]
    public void Flags(string feed, string marks)
    {
        using var m = EachSecond();
        m.Expect(m.Feed(feed, ('t', Drawn['t']), ('p', Make.Ping()), ('x', Make.Gap())).Ewma(Seconds(1)).Select(static average => average.IsComplete ? '=' : average.HasGap ? '/' : '~')).ToBe(marks);
        m.Run();
    }
}
