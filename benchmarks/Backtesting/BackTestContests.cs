using System.Reactive.Linq;
using Nexus.Reactive.Backtesting;

namespace Nexus.Reactive.Benchmarks;

/// <summary>A back-test that replaces a bid and an ask after every fourth book, relative to a bare replay of the same recording, per message.</summary>
internal sealed class BackTestContests : IContests, IDisposable
{
    private const int Count = 20_000;
    private const int Runs = 2;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"nexus-backtest-{Environment.ProcessId}.tsv");

    private static readonly BackTestColumns<int, long> Columns = new BackTestColumns<int, long>().Result("events", static events => events);

    public int Order => 9;

    public IEnumerable<Contest> All()
    {
        File.WriteAllText(_path, string.Concat(Wire.Session(Count).Select(static message => $"1723161255000000000\t{message}\n")));
        yield return new Contest(
            "back-test, per message",
            Count,
            new Candidate("BackTest, two orders for each 16 messages", () => Test(1, 1, Quote)),
            new Candidate("  the same with latency", () => Test(1, 1, Quote, TimeSpan.FromMilliseconds(20))),
            new Candidate("  BackTest, a tracker without orders", () => Test(1, 1, static run => run.Feed.TrackOrders().Scan(0L, static (count, _) => count + 1).StartWith(0L))),
            new Candidate("  OpenFeed, a tracker, no paper exchange", Replay));
        yield return new Contest(
            "two back-tests, per message of both",
            Runs * Count,
            new Candidate("at the same time", () => Test(Runs, Runs, Quote)),
            new Candidate("one after the other", () => Test(Runs, 1, Quote)));
        Dispose();
    }

    public void Dispose() => File.Delete(_path);

    private static IObservable<long> Quote(BackTestRun<int> run)
    {
        var gateway = run.Gateway;
        var quotes = new Queue<Task<long>>();
        run.Feed.Books.Where(static (_, index) => index % 4 == 0).Subscribe(book =>
        {
            while (quotes.TryDequeue(out var quote))
            {
                if (quote.IsCompletedSuccessfully)
                    _ = gateway.CancelAsync(book.Symbol, quote.Result);
            }

            if (book is { BestBid: { } bid, BestAsk: { } ask })
            {
                quotes.Enqueue(gateway.PlaceAsync(OrderRequest.Limit(book.Symbol, Side.Buy, 1, bid.Price)));
                quotes.Enqueue(gateway.PlaceAsync(OrderRequest.Limit(book.Symbol, Side.Sell, 1, ask.Price)));
            }
        });
        return run.Feed.TrackOrders().Scan(0L, static (count, _) => count + 1).StartWith(0L);
    }

    private long Test(int runs, int parallelism, Func<BackTestRun<int>, IObservable<long>> strategy, TimeSpan latency = default)
    {
        var options = new BackTestOptions
        {
            MaxParallelism = parallelism,
            Exchange = new PaperExchangeOptions { OrderLatency = Latency.Fixed(latency), ResponseLatency = Latency.Fixed(latency), Queue = QueueModel.LogProbability },
        };
        var table = BackTest.RunAsync(Enumerable.Repeat(_path, runs), [0], strategy, Columns, options).GetAwaiter().GetResult();
        return table.Rows.Sum(static row => row.Error is null ? (long)row.Cells[0]! : throw new InvalidOperationException(row.Error));
    }

    private long Replay()
    {
        var events = 0L;
        var feed = NexusRecording.OpenFeed(_path);
        using var orders = feed.TrackOrders().Subscribe(_ => events++);
        feed.RunAsync().GetAwaiter().GetResult();
        return events;
    }
}
