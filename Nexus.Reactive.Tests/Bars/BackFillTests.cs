using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using CsCheck;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Numbers;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Trades that were missed and come later from another source.</summary>
public sealed class BackFillTests
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    [Test]
    public void Back_filled_bars_equal_the_bars_of_a_feed_without_gaps() => Gen.Select(BigModel.NarrowTrades, Gen.Int[0, 40], Gen.Int[0, 10], Gen.Bool).Sample(
        (drawn, cut, missed, holds) =>
        {
            // In order of time, because a late trade counts at the clock's time.
            Trade[] trades = [.. drawn.OrderBy(static trade => trade.Timestamp)];
            cut = Math.Min(cut, trades.Length);
            var resume = Math.Min(cut + missed, trades.Length);
            NexusMessage[] start = [new Ping(T0), .. trades.Select(static trade => trade.Symbol).Distinct().Select(static symbol => Make.Book("1x1 | 2x1", symbol.ToString(), T0)), Deal(0, 1, 1), Deal(0, 1, 1, symbol: Eth)];
            Ping[] end = [.. Enumerable.Range(0, 401).Select(static second => new Ping(At(second)))];
            var all = GetBars([.. start, .. trades], end);
            var received = Run([.. start, .. trades[..cut], new FeedGap("cut"), .. trades[resume..]], end, holds, symbol => new BackFill(symbol, T0.AddHours(-1), T0.AddHours(1), [.. start.OfType<Trade>().Concat(trades).Where(trade => trade.Symbol == symbol)]));

            Assert.That(received.Select(Deals.Sketch).Order(StringComparer.Ordinal), Is.EqualTo(all.Select(Deals.Sketch).Order(StringComparer.Ordinal)));
            Assert.That(received.Where(static bar => bar.TradeCount > 0), Is.EquivalentTo(all.Where(static bar => bar.TradeCount > 0)));
        },
        iter: 15);

    [Test]
    public void A_correction_states_what_it_replaces()
    {
        using var fills = new Subject<BackFill>();
        using var bars = new Subject<VwapBar>();
        List<BarRevision> revisions = [];
        bars.CorrectBars(fills, Long, Scheduler.Immediate).Subscribe(revisions.Add);
        var broken = Broken(0);
        bars.OnNext(broken);
        fills.OnNext(Fill(0, 1, Deal(0.5, 100, 2)));
        fills.OnNext(Fill(0, 1, Deal(0.5, 100, 2)));

        Assert.That(revisions.Select(static revision => revision.IsCorrection), Is.EqualTo([false, true]), "a second back-fill changes nothing");
        Assert.That(revisions[1].Replaces, Is.SameAs(broken));
        Assert.That((revisions[1].Bar.Volume, revisions[1].Bar.IsComplete, revisions[1].Bar.HasGap), Is.EqualTo((2m, true, false)));
    }

    [Test]
    public void A_back_fill_fills_only_the_windows_that_it_contains()
    {
        using var fills = new Subject<BackFill>();
        using var bars = new Subject<VwapBar>();
        List<BarRevision> revisions = [];
        bars.CorrectBars(fills, Seconds(2), Scheduler.Immediate).Subscribe(revisions.Add);
        foreach (var second in Enumerable.Range(0, 4))
            bars.OnNext(Broken(second));
        revisions.Clear();
        fills.OnNext(Fill(0, 3.5, Deal(0.5, 100, 1), Deal(2.5, 100, 2)));

        Assert.That(revisions.Select(static revision => Deals.Sketch(revision.Bar)), Is.EqualTo(["BTC 1-2 x0", "BTC 2-3 x1"]), "the first is too old, the last is not contained");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_back_fill_that_arrives_before_the_bar_is_used_when_the_bar_arrives(bool holds)
    {
        var scheduler = new HistoricalScheduler(T0);
        using var fills = new Subject<BackFill>();
        using var bars = new Subject<VwapBar>();
        List<string> published = [];
        using var subscription = holds
            ? bars.HoldUntilFilled(fills, Long, scheduler).Subscribe(bar => published.Add(Deals.Sketch(bar)))
            : bars.CorrectBars(fills, Long, scheduler).Subscribe(revision => published.Add(Deals.Sketch(revision.Bar)));
        bars.OnNext(Broken(0) with { IsComplete = true, HasGap = false });
        Push(Fill(1, 3.5, Deal(1.5, 100, 1), Deal(2.5, 100, 2)));
        foreach (var second in new[] { 1, 2, 3 })
            bars.OnNext(Broken(second));
        Push(Fill(3, 4, Deal(3.5, 100, 1)));

        var incomplete = Deals.Sketch(Broken(1));
        Assert.That(published, Is.EqualTo(holds
            ? ["BTC 0-1 x0", "BTC 1-2 x1", "BTC 2-3 x1", "BTC 3-4 x1"]
            : new[] { "BTC 0-1 x0", incomplete, "BTC 1-2 x1", Deals.Sketch(Broken(2)), "BTC 2-3 x1", Deals.Sketch(Broken(3)), "BTC 3-4 x1" }));

        void Push(BackFill fill)
        {
            fills.OnNext(fill);
            scheduler.AdvanceBy(TimeSpan.FromTicks(1));
        }
    }

    [Test]
    public void Held_bars_keep_the_order_of_their_symbol_and_are_published_after_the_limit()
    {
        var scheduler = new HistoricalScheduler(T0);
        using var fills = new Subject<BackFill>();
        using var bars = new Subject<VwapBar>();
        List<string> published = [];
        bars.HoldUntilFilled(fills, Seconds(3), scheduler).Subscribe(bar => published.Add(Deals.Sketch(bar)));
        bars.OnNext(Broken(0));
        bars.OnNext(Broken(1) with { IsComplete = true, HasGap = false });
        bars.OnNext(Broken(1) with { Symbol = Eth, IsComplete = true, HasGap = false });
        Assert.That(published, Is.EqualTo(["ETH 1-2 x0"]), "another symbol does not wait");

        scheduler.AdvanceBy(Seconds(2));
        bars.OnNext(Broken(2));
        scheduler.AdvanceBy(Seconds(1));
        Assert.That(published[1..], Is.EqualTo(["BTC 0-1 x0~!", "BTC 1-2 x0"]));

        scheduler.AdvanceBy(Seconds(1));
        fills.OnNext(Fill(2, 3, Deal(2, 100, 1)));
        scheduler.AdvanceBy(Seconds(0.1));
        Assert.That(published[3..], Is.EqualTo(["BTC 2-3 x1"]));
    }

    [Test]
    public void Held_bars_are_published_when_the_bars_complete()
    {
        var published = new[] { Broken(0) }.ToObservable().HoldUntilFilled(Observable.Never<BackFill>(), Seconds(3), new HistoricalScheduler(T0)).ToEnumerable();

        Assert.That(published.Select(Deals.Sketch), Is.EqualTo(["BTC 0-1 x0~!"]));
    }

    [Test]
    public void A_back_fill_with_trades_that_do_not_belong_to_it_is_refused()
    {
        Assert.That(() => Fill(0, 1, Deal(1, 100, 1)), Throws.ArgumentException);
        Assert.That(() => Fill(0, 1, Deal(-0.1, 100, 1)), Throws.ArgumentException);
        Assert.That(() => Fill(0, 1, Deal(0, 100, 1, symbol: Eth)), Throws.ArgumentException);
        Assert.That(() => Fill(1, 1), Throws.ArgumentException);
    }

    private static VwapBar Broken(int second) => new() { Symbol = Btc, Start = At(second), End = At(second + 1), HasGap = true };

    private static BackFill Fill(double from, double to, params Trade[] trades) => new(Btc, At(from), At(to), trades);

    private static List<VwapBar> GetBars(IEnumerable<NexusMessage> messages, IEnumerable<Ping> pings)
    {
        var feed = new NexusFeed(Merge(messages, pings).ToObservable());
        List<VwapBar> bars = [];
        feed.VwapTumbling(Seconds(1)).Subscribe(bars.Add);
        feed.Connect();
        return bars;
    }

    private static List<VwapBar> Run(IEnumerable<NexusMessage> messages, IEnumerable<Ping> pings, bool holds, Func<Symbol, BackFill> fill)
    {
        using var source = new Subject<NexusMessage>();
        using var fills = new Subject<BackFill>();
        var feed = new NexusFeed(source);
        List<VwapBar> bars = [];
        if (holds)
            feed.VwapTumbling(Seconds(1)).HoldUntilFilled(fills, Long, feed.Clock).Subscribe(bars.Add);
        else
            feed.VwapTumbling(Seconds(1)).CorrectBars(fills, Long, feed.Clock).Subscribe(revision => Replace(bars, revision));
        feed.Connect();
        foreach (var message in Merge(messages, pings))
            source.OnNext(message);
        fills.OnNext(fill(Btc));
        fills.OnNext(fill(Eth));
        source.OnNext(new Ping(At(400)));
        source.OnCompleted();
        return bars;
    }

    private static void Replace(List<VwapBar> bars, BarRevision revision)
    {
        if (revision.Replaces is { } replaced)
            Assert.That(bars.Remove(replaced), Is.True);
        bars.Add(revision.Bar);
    }

    // Each message with the pings before it.
    private static IEnumerable<NexusMessage> Merge(IEnumerable<NexusMessage> messages, IEnumerable<Ping> pings)
    {
        var waiting = new Queue<Ping>(pings);
        foreach (var message in messages)
        {
            while (message is IHasTimestamp stamped && waiting.TryPeek(out var ping) && ping.Timestamp <= stamped.Timestamp)
                yield return waiting.Dequeue();
            yield return message;
        }

        foreach (var ping in waiting)
            yield return ping;
    }
}
