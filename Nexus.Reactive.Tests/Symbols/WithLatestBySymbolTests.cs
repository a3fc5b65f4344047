using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Trades.Deals;

namespace Nexus.Reactive.Tests.Symbols;

public sealed class WithLatestBySymbolTests
{
    private static readonly TopOfBook BtcTop = new(Btc, T0, new Level(1, 1), null);
    private static readonly TopOfBook EthTop = new(Eth, T0, new Level(2, 1), null);

    [Test]
    public void An_item_is_paired_with_the_latest_of_its_own_symbol()
    {
        Subject<Trade> trades = new();
        Subject<TopOfBook> tops = new();
        var pairs = new List<(Trade, TopOfBook)>();
        trades.WithLatestBySymbol(tops).Subscribe(pairs.Add);
        Trade btc = Deal(0, 1, 1), eth = Deal(0, 2, 1, symbol: Eth);
        var newer = BtcTop with { Ask = new Level(3, 3) };

        trades.OnNext(btc);
        tops.OnNext(BtcTop);
        trades.OnNext(eth);
        trades.OnNext(btc);
        tops.OnNext(EthTop);
        tops.OnNext(newer);
        trades.OnNext(btc);
        trades.OnNext(eth);

        Assert.That(pairs, Is.EqualTo(new[] { (btc, BtcTop), (btc, newer), (eth, EthTop) }));
    }

    [Test]
    public void The_latest_is_subscribed_first()
    {
        var pairs = new[] { Deal(0, 1, 1) }.ToObservable(System.Reactive.Concurrency.Scheduler.Immediate).WithLatestBySymbol(Observable.Return(BtcTop)).ToList().Wait();

        Assert.That(pairs, Has.Count.EqualTo(1));
    }

    [Test]
    public void The_latest_stay_in_use_when_their_stream_completes_and_the_items_end_it()
    {
        Subject<Trade> trades = new();
        Subject<TopOfBook> tops = new();
        int pairs = 0, ends = 0;
        trades.WithLatestBySymbol(tops).Subscribe(_ => pairs++, () => ends++);
        tops.OnNext(BtcTop);
        tops.OnCompleted();
        trades.OnNext(Deal(0, 1, 1));
        Assert.That((pairs, ends), Is.EqualTo((1, 0)));

        trades.OnCompleted();
        Assert.That((pairs, ends), Is.EqualTo((1, 1)));
    }

    [Test]
    public void An_error_of_either_stream_ends_it_and_leaves_the_other([Values] bool ofItems)
    {
        Subject<Trade> trades = new();
        Subject<TopOfBook> tops = new();
        Exception? seen = null;
        trades.WithLatestBySymbol(tops).Subscribe(_ => { }, error => seen = error);
        var fault = new InvalidOperationException();
        if (ofItems)
            trades.OnError(fault);
        else
            tops.OnError(fault);

        Assert.That(seen, Is.SameAs(fault));
        Assert.That((trades.HasObservers, tops.HasObservers), Is.EqualTo((false, false)));
    }

    [Test]
    public void Disposing_leaves_both_streams()
    {
        Subject<Trade> trades = new();
        Subject<TopOfBook> tops = new();
        trades.WithLatestBySymbol(tops).Subscribe().Dispose();

        Assert.That((trades.HasObservers, tops.HasObservers), Is.EqualTo((false, false)));
    }

    [Test]
    public void Two_subscriptions_share_no_state()
    {
        Subject<Trade> trades = new();
        Subject<TopOfBook> tops = new();
        var pairs = trades.WithLatestBySymbol(tops);
        int first = 0, second = 0;
        pairs.Subscribe(_ => first++);
        tops.OnNext(BtcTop);
        pairs.Subscribe(_ => second++);
        trades.OnNext(Deal(0, 1, 1));

        Assert.That((first, second), Is.EqualTo((1, 0)));
    }
}
