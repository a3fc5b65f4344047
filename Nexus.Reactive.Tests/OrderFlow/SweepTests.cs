using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.OrderFlow;

/// <summary>Trades of the same millisecond, side and price.</summary>
public sealed class SweepTests
{
    // a, b: bought at 100 and 101; s: sold at 100; e: another symbol; p: a ping; x: a gap.
    private static readonly (char, NexusMessage)[] Messages =
    [
        ('a', Make.Trade("100x1 buy")),
        ('b', Make.Trade("101x2 buy")),
        ('s', Make.Trade("100x1 sell")),
        ('e', Make.Trade("9x1 buy", "SPOT_ETH_USDT")),
        ('p', Make.Ping()),
        ('x', Make.Gap()),
        ('y', Make.Gap(symbol: "SPOT_ETH_USDT")),
    ];

    [TestCase("p(aaa)p", "--3", TestName = "A_sweep_ends_when_the_clock_passes_its_millisecond")]
    [TestCase("p(aab)p", "-21", TestName = "Another_price_ends_a_sweep")]
    [TestCase("p(aas)p", "-21", TestName = "The_other_side_ends_a_sweep")]
    [TestCase("p(aea)p", "--(21)", TestName = "A_trade_of_another_symbol_does_not_end_a_sweep")]
    [TestCase("paap", "--11", TestName = "Trades_in_different_milliseconds_form_different_sweeps")]
    public void Counts(string feed, string sweeps) => Check(feed, static feed => feed.Sweeps(), sweeps);

    [TestCase("p(aab)p", "--3", TestName = "Across_prices_a_sweep_may_have_several_prices")]
    [TestCase("p(aas)p", "-21", TestName = "Across_prices_the_other_side_still_ends_a_sweep")]
    public void CountsAcrossPrices(string feed, string sweeps) => Check(feed, static feed => feed.Sweeps(acrossPrices: true), sweeps);

    [Test]
    public void A_sweep_next_to_a_gap_or_to_the_start_or_end_of_the_stream_is_incomplete()
    {
        Check("aapap", static feed => feed.Sweeps().Where(static sweep => !sweep.IsComplete), "-1---");
        Check("p(ax)pa-p", static feed => feed.Sweeps().Where(static sweep => !sweep.IsComplete), "-1-----1-");
        Check("p(xa)pa-p", static feed => feed.Sweeps().Where(static sweep => sweep.HasGap), "--1------");
        Check("pee(eay)p", static feed => feed.Sweeps().Where(static sweep => !sweep.IsComplete && sweep.Symbol == Eth), "---1");
        Check("p-(a|)", static feed => feed.Sweeps().Where(static sweep => !sweep.IsComplete), "--(1|)");
    }

    [Test]
    public void A_sweep_has_the_sums_of_its_trades()
    {
        var trades = new[] { Deal(0, 100, 1), Deal(0, 101, 2), Deal(0, 103, 1) };
        var sweep = Run(trades, acrossPrices: true).Single();

        Assert.That((sweep.Side, sweep.Timestamp, sweep.TradeCount, sweep.Quantity, sweep.Notional), Is.EqualTo((Side.Buy, T0, 3, 4m, 405m)));
        Assert.That((sweep.FirstPrice, sweep.LastPrice, sweep.AveragePrice), Is.EqualTo((100m, 103m, 101.25m)));
        Assert.That(sweep, Is.EqualTo(Run(trades, acrossPrices: true).Single()));
        Assert.That(sweep.ToString(), Is.EqualTo("TradeSweep SPOT_BTC_USDT 2024-08-08T23:54:15.000Z Buy 4 @ 100..103, 3 trades, incomplete"));
    }

    [Test]
    public void A_sweep_has_consecutive_trades_only() =>
        Assert.That(Run([Deal(0, 100, 1), Deal(0, 101, 2), Deal(0, 100, 4)], acrossPrices: false).Select(static sweep => sweep.Quantity), Is.EqualTo([1m, 2m, 4m]));

    [Test]
    public void A_late_trade_is_not_added_to_an_earlier_sweep() =>
        Assert.That(Run([Deal(0.001, 100, 1), Deal(0.002, 100, 2), Deal(0.001, 100, 4)], acrossPrices: false).Select(static sweep => sweep.Quantity), Is.EqualTo([1m, 2m, 4m]));

    [TestCase(false)]
    [TestCase(true)]
    public void Sweeps_of_the_real_session_agree_with_a_grouping_of_its_trades(bool acrossPrices)
    {
        var feed = SharedData.Messages().ToObservable().ToNexusFeed();
        List<Trade> trades = [];
        List<TradeSweep> sweeps = [];
        feed.Trades.Subscribe(trades.Add);
        feed.Sweeps(acrossPrices).Subscribe(sweeps.Add);
        feed.Connect();

        List<List<Trade>> groups = [];
        foreach (var trade in trades)
        {
            if (groups.Count > 0 && groups[^1][0] is var first && first.Timestamp == trade.Timestamp && first.Side == trade.Side && (acrossPrices || first.Price == trade.Price))
                groups[^1].Add(trade);
            else
                groups.Add([trade]);
        }

        Assert.That(
            sweeps.Select(static sweep => (sweep.Timestamp, sweep.Side, sweep.TradeCount, sweep.Quantity, sweep.Notional, sweep.FirstPrice, sweep.LastPrice)),
            Is.EqualTo(groups.Select(static group => (group[0].Timestamp, group[0].Side, group.Count, group.Sum(static t => t.Quantity), group.Sum(static t => t.Price * t.Quantity), group[0].Price, group[^1].Price))));
        Assert.That(sweeps, Has.Count.LessThan(acrossPrices ? trades.Count / 2 : trades.Count));
    }

    private static List<TradeSweep> Run(Trade[] trades, bool acrossPrices)
    {
        var scheduler = new HistoricalScheduler(T0);
        using var source = new Subject<Trade>();
        List<TradeSweep> sweeps = [];
        source.Sweeps(scheduler, acrossPrices).Subscribe(sweeps.Add);
        foreach (var trade in trades)
        {
            if (trade.Timestamp > scheduler.Now)
                scheduler.AdvanceTo(trade.Timestamp);
            source.OnNext(trade);
        }

        source.OnCompleted();
        return sweeps;
    }

    private static void Check(string messages, Func<NexusFeed, IObservable<TradeSweep>> create, string sweeps)
    {
        using var m = new Marbles();
        m.Expect(create(m.Feed(messages, Messages)).Select(static sweep => (char)('0' + sweep.TradeCount))).ToBe(sweeps);
        m.Run();
    }
}
