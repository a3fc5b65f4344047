using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Testing;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Every public operator on a live feed and on the replay of its recording: the same items in the same order, at the same times.</summary>
public sealed class OperatorReplayTests : FolderTests
{
    private const long T0 = 1_723_075_200_000;
    private const int Inputs = 600;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Every_operator_publishes_the_same_in_the_replay([Range(1, 4)] int seed)
    {
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        var live = Watch(feed);
        await using (feed.RecordTo(Folder["a.gz"]))
        {
            using var connection = feed.Connect();
            foreach (var text in Session(new Random(seed)))
                source.OnNext(text);
            source.OnCompleted();
        }

        var replay = NexusRecording.OpenFeed(Folder["a.gz"]);
        var replayed = Watch(replay);
        await replay.RunAsync().WaitAsync(Limit);

        for (var i = 0; i < Math.Min(live.Count, replayed.Count); i++)
            Assert.That(replayed[i], Is.EqualTo(live[i]), $"item {i}");
        Assert.That(replayed, Has.Count.EqualTo(live.Count));
        var published = live.Where(static item => item.Item is not string).Select(static item => item.Operator).ToHashSet(StringComparer.Ordinal);
        Assert.That(OperatorRegistry.All.Select(static registered => registered.ToString()).Where(name => !published.Contains(name)), Is.Empty, "operators without items");
        Assert.That(live.Where(static item => item.Item is Exception), Is.Empty);
    }

    private static List<(string Operator, DateTimeOffset At, object? Item)> Watch(NexusFeed feed)
    {
        List<(string, DateTimeOffset, object?)> seen = [];
        foreach (var registered in OperatorRegistry.All)
        {
            registered.OnFeed(feed).Subscribe(
                item => seen.Add((registered.ToString(), feed.Clock.Now, item)),
                error => seen.Add((registered.ToString(), feed.Clock.Now, error)),
                () => seen.Add((registered.ToString(), feed.Clock.Now, "end")));
        }

        return seen;
    }

    // Two symbols; timestamps repeat and go back a little, sometimes the clock jumps, and there are gaps.
    private static IEnumerable<string> Session(Random random)
    {
        var time = T0;
        var (price, orders) = (100m, 0);
        var open = new List<(int Id, string Symbol, decimal Price, int Filled)>();
        for (var i = 0; i < Inputs; i++)
        {
            time += i == Inputs / 2 ? 5_000_000 : random.Next(100) == 0 ? random.Next(20_000) : random.Next(4) == 0 ? 0 : random.Next(250);
            var at = time - (random.Next(10) == 0 ? random.Next(5) : 0);
            var symbol = random.Next(3) == 0 ? "SPOT_ETH_USDT" : "SPOT_BTC_USDT";
            price += random.Next(-2, 3) * 0.5m;
            yield return random.Next(24) switch
            {
                0 => Text($$$"""{"event":"FEED_GAP","symbol":"{{{symbol}}}","data":{"reason":"cut"}}"""),
                1 => Text($$$"""{"event":"FEED_RESUMED","symbol":"{{{symbol}}}"}"""),
                2 when i % 3 == 0 => """{"event":"FEED_GAP","data":{"reason":"all"}}""",
                3 => Text($$$"""{"event":"PING","timestamp":{{{at}}}}"""),
                < 7 => Order(random, open, ref orders, symbol, price, at),
                < 9 when open.Count > 0 => Fill(random, open[random.Next(open.Count)], i, at),
                < 15 => Text($$$"""{"event":"BOOK","symbol":"{{{symbol}}}","timestamp":{{{at}}},"data":{"asks":[{"price":{{{price + 1}}},"quantity":{{{random.Next(1, 9)}}}},{"price":{{{price + 0.5m}}},"quantity":{{{random.Next(1, 9)}}}}],"bids":[{"price":{{{price - 0.5m}}},"quantity":{{{random.Next(1, 9)}}}},{"price":{{{price - 1}}},"quantity":2}]}}"""),
                _ => Text($$$"""{"event":"TRADE","symbol":"{{{symbol}}}","timestamp":{{{at}}},"data":{"price":{{{price + (random.Next(-1, 2) * 0.5m)}}},"quantity":{{{random.Next(1, 400) / 100m}}},"side":"{{{(random.Next(2) == 0 ? "BUY" : "SELL")}}}"}}"""),
            };
        }
    }

    // A new order, or a report of one that is open.
    private static string Order(Random random, List<(int Id, string Symbol, decimal Price, int Filled)> open, ref int orders, string symbol, decimal price, long at)
    {
        if (open.Count < 3 || random.Next(3) == 0)
        {
            open.Add((++orders, symbol, price - 0.5m, 0));
            return Update(open[^1], at, "NEW", 0);
        }

        var index = random.Next(open.Count);
        var order = open[index];
        if (random.Next(4) == 0)
        {
            open.RemoveAt(index);
            return Update(order, at, order.Filled == 5 ? "FILLED" : "CANCELLED", 0);
        }

        open[index] = order with { Filled = Math.Min(5, order.Filled + 1) };
        return Update(order, at, "PARTIAL_FILLED", order.Filled < 5 ? 1 : 0);
    }

    private static string Update((int Id, string Symbol, decimal Price, int Filled) order, long at, string status, int executed) => Text(
        $$$"""{"event":"ORDER_UPDATE","timestamp":{{{at}}},"data":{"symbol":"{{{order.Symbol}}}","order_id":{{{order.Id}}},"order_type":"LIMIT","order_price":{{{order.Price}}},"order_quantity":5,"side":"BUY","status":"{{{status}}}","executed_price":{{{order.Price}}},"executed_quantity":{{{executed}}}}}""");

    private static string Fill(Random random, (int Id, string Symbol, decimal Price, int Filled) order, int id, long at) => Text(
        $$$"""{"event":"TRANSACTION","timestamp":{{{at}}},"data":{"symbol":"{{{order.Symbol}}}","id":{{{id}}},"order_id":{{{order.Id}}},"executed_price":{{{order.Price}}},"executed_quantity":1,"side":"BUY","fee":0.00{{{random.Next(1, 9)}}},"fee_asset":"{{{(random.Next(2) == 0 ? "USDT" : order.Symbol[5..8])}}}"}}""");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
