using System.Numerics;
using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Numbers;

namespace Nexus.Reactive.Tests.OrderFlow;

public sealed class CumulativeDeltaTests
{
    // b: 2 bought; s: 1 sold; e: another symbol; x: a gap.
    private static readonly (char, NexusMessage)[] Messages =
    [
        ('b', Make.Trade("100x2 buy")),
        ('s', Make.Trade("100x1 sell")),
        ('e', Make.Trade("9x4 buy", "SPOT_ETH_USDT")),
        ('x', Make.Gap()),
        ('y', Make.Gap(symbol: "SPOT_ETH_USDT")),
        ('p', Make.Ping()),
    ];

    [Test]
    public void The_delta_is_kept_for_each_symbol() =>
        Check("-b-s-e-s-b", static (_, feed) => feed.CumulativeDelta(), "-2-1-4-0-2");

    [Test]
    public void A_signal_resets_all_symbols() =>
        Check("-b-e---b-e", static (m, feed) => feed.CumulativeDelta(m.Hot("-----r----")), "-2-4---2-4");

    [Test]
    public void A_signal_with_a_symbol_resets_that_symbol() =>
        Check("-b-s---s-b", static (m, feed) => feed.CumulativeDelta(m.Hot("-----r-r--", ('r', Make.Trade("9x1 buy", "SPOT_ETH_USDT")))), "-2-1---0-2");

    [Test]
    public void A_reset_by_the_feed_itself_takes_effect_after_the_message() =>
        Check("-b-s-b-b--", static (_, feed) => feed.CumulativeDelta(feed.Trades.Where(static trade => trade.Side == Side.Sell)), "-2-1-2-4--");

    [Test]
    public void A_gap_is_flagged_until_the_next_reset()
    {
        Check("pb-x-b---b", static (m, feed) => feed.CumulativeDelta(m.Hot("-------r--")).Where(static delta => delta.HasGap), "-----4----");
        Check("pb-x-b---b", static (m, feed) => feed.CumulativeDelta(m.Hot("-------r--")).Where(static delta => delta.IsComplete), "-2-------2");
        Check("pb-y-b----", static (_, feed) => feed.CumulativeDelta().Where(static delta => delta.IsComplete), "-2---4----");
    }

    [Test]
    public void The_delta_and_the_deltas_of_bars_are_exact() => BigModel.Trades.Sample(
        static trades =>
        {
            List<VolumeDelta> deltas = [];
            List<VwapBar> bars = [];
            var feed = new NexusFeed(trades.ToObservable());
            feed.CumulativeDelta().Subscribe(deltas.Add);
            feed.VwapByCount(1).Subscribe(bars.Add);
            feed.Connect();

            var sums = new Dictionary<Symbol, BigInteger>();
            foreach (var (trade, delta, bar) in trades.Zip(deltas, bars))
            {
                var change = BigModel.Units(trade.Quantity) * (trade.Side == Side.Buy ? 1 : -1);
                sums[trade.Symbol] = sums.GetValueOrDefault(trade.Symbol) + change;
                Assert.That((delta.Trade, Read(() => delta.Cumulative)), Is.EqualTo((trade, BigModel.Nearest(sums[trade.Symbol], BigInteger.Pow(10, 28)))));
                Assert.That((delta.Change, bar.Delta), Is.EqualTo((trade.Side == Side.Buy ? trade.Quantity : -trade.Quantity, delta.Change)));
            }

            Assert.That((deltas.Count, bars.Count), Is.EqualTo((trades.Length, trades.Length)));
        },
        iter: 100);

    [Test]
    public void The_delta_of_a_session_is_that_of_its_running_bar()
    {
        using var m = new Marbles();
        m.Expect(m.Feed("-b-s-e-s-b", Messages).Bars(Windowing.Session(TimeSpan.Zero)).Select(static bar => (char)('0' + (int)bar.Delta))).ToBe("-2-1-4-0-2");
        m.Run();
    }

    private static decimal? Read(Func<decimal> value)
    {
        try
        {
            return value();
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static void Check(string messages, Func<Marbles, NexusFeed, IObservable<VolumeDelta>> create, string deltas)
    {
        using var m = new Marbles();
        m.Expect(create(m, m.Feed(messages, Messages)).Select(static delta => (char)('0' + (int)delta.Cumulative))).ToBe(deltas);
        m.Run();
    }
}
