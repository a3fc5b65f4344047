using System.IO.Compression;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Nexus.Reactive.Benchmarks;

/// <summary>A recording from disk to diffs, one-second VWAP bars and orders, per message.</summary>
/// <remarks>
/// This library decompresses on another thread than the one that delivers. The stages are therefore measured on an uncompressed recording, each including all
/// earlier ones: the differences are the shares of the delivering thread.
/// </remarks>
internal sealed class ReplayContests : IContests, IDisposable
{
    private const int Count = 20_000;
    private readonly string _plain = Path.Combine(Path.GetTempPath(), $"nexus-replay-{Environment.ProcessId}.tsv");

    private string Packed => _plain + ".gz";

    public int Order => 6;

    public IEnumerable<Contest> All()
    {
        Write();
        yield return new Contest(
            "whole replay, per message",
            Count,
            new Candidate("OpenFeed, Diffs, VwapTumbling, TrackOrders", () => Whole(Packed)),
            new Candidate("  of it, on another thread: decompress", Unpack),
            new Candidate("  the same, not compressed", () => Whole(_plain)),
            new Candidate("    of it: split lines", () => Read(decoder: null)),
            new Candidate("    … and decode", () => Read(new MessageDecoder())),
            new Candidate("    … and feed, no subscribers", () => Replay(_plain, static _ => { })),
            new Candidate("    … and Diffs", () => Replay(_plain, feed => feed.Books.Diffs().Subscribe(static _ => { }))),
            new Candidate("    … and VwapTumbling", () => Replay(_plain, feed =>
            {
                feed.Books.Diffs().Subscribe(static _ => { });
                feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(static _ => { });
            })),
            new Candidate("JObject, OfType, Buffer, dictionaries", Usual));
        Dispose();
    }

    public void Dispose()
    {
        File.Delete(_plain);
        File.Delete(Packed);
    }

    private static long Whole(string path)
    {
        var results = 0L;
        Replay(path, feed =>
        {
            feed.Books.Diffs().Subscribe(diff => results += diff.Changes.Length);
            feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(bar => results += bar.Vwap is null ? 0 : 1);
            feed.TrackOrders().Subscribe(_ => results++);
        });
        return results;
    }

    private static long Replay(string path, Action<NexusFeed> subscribe)
    {
        using var done = new ManualResetEventSlim();
        var feed = NexusRecording.OpenFeed(path);
        subscribe(feed);
        feed.Subscribe(_ => { }, done.Set);
        using var connection = feed.Connect();
        done.Wait();
        return feed.Clock.Now.UtcTicks;
    }

    private IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Packed), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..];
    }

    private long Unpack()
    {
        using var bytes = new GZipStream(File.OpenRead(Packed), CompressionMode.Decompress);
        var (buffer, count) = (new byte[64 * 1024], 0L);
        while (bytes.Read(buffer) is > 0 and var more)
            count += more;
        return count;
    }

    private long Read(MessageDecoder? decoder)
    {
        using var reader = new RecordingReader(_plain);
        var count = 0L;
        while (reader.TryRead())
            count += decoder is null || reader.Decode(decoder) is null ? 0 : 1;
        return count;
    }

    /// <summary>Runs a simple first implementation: parse to a tree, filter by type for each subscriber, buffer by time, diff and track with dictionaries.</summary>
    private long Usual()
    {
        var settings = new JsonSerializerSettings { FloatParseHandling = FloatParseHandling.Decimal };
        var results = 0L;
        var time = new HistoricalScheduler(DateTimeOffset.FromUnixTimeMilliseconds(1_723_161_255_000));
        var all = new Subject<NexusMessage>();
        var previous = new Dictionary<(Symbol, Side), Dictionary<decimal, decimal>>();
        all.OfType<Book>().Subscribe(book => results += Diff(previous, book.Symbol, Side.Sell, book.Asks) + Diff(previous, book.Symbol, Side.Buy, book.Bids));
        all.OfType<Trade>().Buffer(TimeSpan.FromSeconds(1), time).Subscribe(window =>
        {
            foreach (var trades in window.GroupBy(static trade => trade.Symbol))
                results += trades.Sum(static trade => trade.Price * trade.Quantity) / trades.Sum(static trade => trade.Quantity) > 0 ? 1 : 0;
        });
        var orders = new Dictionary<long, OrderStatus>();
        var fills = new Dictionary<long, decimal>();
        all.OfType<OrderUpdate>().Subscribe(update => orders[update.OrderId] = update.Status);
        all.OfType<Transaction>().Subscribe(fill => fills[fill.OrderId] = fills.GetValueOrDefault(fill.OrderId) + fill.ExecutedQuantity);

        foreach (var line in Lines())
        {
            var message = Read(JsonConvert.DeserializeObject<JObject>(line, settings)!);
            var now = DateTimeOffset.FromUnixTimeMilliseconds((long)message.Time);
            if (now > time.Now)
                time.AdvanceTo(now);
            all.OnNext(message.Message);
        }

        all.OnCompleted();
        return results + orders.Count;
    }

    private static int Diff(Dictionary<(Symbol, Side), Dictionary<decimal, decimal>> previous, Symbol symbol, Side side, IEnumerable<Level> levels)
    {
        var after = levels.ToDictionary(static level => level.Price, static level => level.Quantity);
        var before = previous.GetValueOrDefault((symbol, side)) ?? [];
        previous[(symbol, side)] = after;
        return after.Count(level => before.GetValueOrDefault(level.Key) != level.Value) + before.Count(level => !after.ContainsKey(level.Key));
    }

    private static (NexusMessage Message, decimal Time) Read(JObject json)
    {
        var ms = (decimal)json["timestamp"]!;
        var time = DateTimeOffset.FromUnixTimeMilliseconds((long)ms);
        var data = (JObject)json["data"]!;
        Symbol Symbol(JToken of) => Reactive.Symbol.Parse((string)of["symbol"]!);
        var side = (string?)data["side"] == "BUY" ? Side.Buy : Side.Sell;
        decimal Number(string name) => (decimal)data[name]!;
        decimal? Price(string name) => Number(name) is var price && price != 0 ? price : null;
        IEnumerable<Level> Levels(string name) => data[name]!.Select(static level => new Level((decimal)level["price"]!, (decimal)level["quantity"]!));
        NexusMessage message = (string)json["event"]! switch
        {
            "BOOK" => new Book(Symbol(json), time, [.. Levels("asks")], [.. Levels("bids")]),
            "TRADE" => new Trade(Symbol(json), time, Number("price"), Number("quantity"), side),
            "ORDER_UPDATE" => new OrderUpdate
            {
                Timestamp = time,
                Symbol = Symbol(data),
                OrderId = (long)data["order_id"]!,
                OrderType = OrderType.Limit,
                OrderTypeText = (string)data["order_type"]!,
                Side = side,
                Status = OrderStatus.New,
                StatusText = (string)data["status"]!,
                OrderPrice = Price("order_price"),
                OrderQuantity = Number("order_quantity"),
                ExecutedPrice = Price("executed_price"),
                ExecutedQuantity = Number("executed_quantity"),
            },
            _ => new Transaction
            {
                Timestamp = time,
                Id = (long)data["id"]!,
                Symbol = Symbol(data),
                OrderId = (long)data["order_id"]!,
                ExecutedPrice = Number("executed_price"),
                ExecutedQuantity = Number("executed_quantity"),
                Side = side,
            },
        };
        return (message, ms);
    }

    private void Write()
    {
        File.WriteAllText(_plain, string.Concat(Wire.Session(Count).Select(static message => $"1723161255000000000\t{message}\n")));
        using var plain = File.OpenRead(_plain);
        using var packed = new GZipStream(File.Create(Packed), CompressionLevel.Fastest);
        plain.CopyTo(packed);
    }
}
