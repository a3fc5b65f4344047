using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Verifies that Rx's operators over several streams of one feed emit in the order of the feed's turns, whichever threads push.</summary>
public sealed class TurnOrderTests
{
    private const int Messages = 20_000;
    private static readonly Symbol[] Symbols = [Symbol.Parse("SPOT_BTC_USDT"), Symbol.Parse("SPOT_ETH_USDT")];

    [Test]
    public async Task Merge_and_CombineLatest_of_two_symbols_emit_in_the_order_of_the_turns()
    {
        Subject<NexusMessage>[] sources = [new(), new()];
        var feed = new NexusFeed(Observable.Create<NexusMessage>(observer => StableCompositeDisposable.Create(sources[0].Subscribe(observer), sources[1].Subscribe(observer))));
        List<Trade> turns = [], merged = [];
        List<(Trade One, Trade Other)> combined = [];
        var (one, other) = (feed.ForSymbol(Symbols[0]).Trades, feed.ForSymbol(Symbols[1]).Trades);
        using var order = feed.OfType<Trade>().Subscribe(turns.Add);
        using var both = one.Merge(other).Subscribe(merged.Add);
        using var pairs = one.CombineLatest(other).Subscribe(combined.Add);
        var all = feed.OfType<Trade>().Take(2 * Messages).LastAsync().ToTask();
        using (feed.Connect())
        {
            await Task.WhenAll(Enumerable.Range(0, 2).Select(source => Task.Run(() => Push(sources[source], Symbols[source]))));
            await all.WaitAsync(TimeSpan.FromSeconds(60));
        }

        Assert.That(turns, Has.Count.EqualTo(2 * Messages));
        Assert.That(merged, Is.EqualTo(turns).Using<Trade, Trade>(ReferenceEquals));
        Assert.That(combined, Is.EqualTo(Pair(turns)));
    }

    private static void Push(Subject<NexusMessage> source, Symbol symbol)
    {
        for (var i = 1; i <= Messages; i++)
            source.OnNext(new Trade(symbol, FeedHarness.At(i), i, 1, Side.Buy));
    }

    private static IEnumerable<(Trade One, Trade Other)> Pair(IEnumerable<Trade> turns)
    {
        Trade? one = null, other = null;
        foreach (var trade in turns)
        {
            (one, other) = trade.Symbol == Symbols[0] ? (trade, other) : (one, trade);
            if (one is not null && other is not null)
                yield return (one, other);
        }
    }
}
