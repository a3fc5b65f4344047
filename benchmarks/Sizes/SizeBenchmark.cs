using System.Diagnostics;
using System.Globalization;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// Prints what a message and a symbol cost as the number of symbols, subscribers, timers and hours grows. Every symbol has 100 trades a second on the
/// exchange's clock, whatever the number of symbols.
/// </summary>
internal static class SizeBenchmark
{
    private const int Messages = 200_000;
    private const int TradesPerSecond = 100;
    private const int Rounds = 5;
    private const int WarmUp = 4;
    private static readonly int[] Counts = [1, 10, 100, 1_000];

    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                _ = Print();
                return 0;
            case ["--clients"]:
                ClientSizes.PrintAsync().GetAwaiter().GetResult();
                return 0;
            case ["--plot", var file]:
                SizePlot.Save(file, Print());
                return 0;
            default:
                Console.Error.WriteLine("usage: sizes [--plot FILE | --clients]");
                return 2;
        }
    }

    private static List<SizeRow> Print()
    {
        List<SizeRow> rows =
        [
            Measure("a feed, one subscriber", static feed => feed.Trades.Subscribe(static _ => { })),
            Measure("VwapTumbling, 1 s", static feed => feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(static _ => { })),
            Measure("VwapSliding, 1 s", static feed => feed.VwapSliding(TimeSpan.FromSeconds(1)).Subscribe(static _ => { })),
            Measure("Conflate, 100 ms", static feed => feed.Trades.Conflate(TimeSpan.FromMilliseconds(100), feed.Clock).Subscribe(static _ => { })),
            Measure("a feed, and 1,000 subscribers of other kinds", static feed => new CompositeDisposable(
                feed.Trades.Subscribe(static _ => { }),
                new CompositeDisposable(Enumerable.Range(0, 1_000).Select(_ => feed.Books.Subscribe(static _ => { }))))),
            Measure("a feed, and 100,000 timers that are not due", static feed => new CompositeDisposable(
                feed.Trades.Subscribe(static _ => { }),
                new CompositeDisposable(Enumerable.Range(0, 100_000).Select(_ => Observable.Timer(TimeSpan.FromDays(10_000), feed.Clock).Subscribe(static _ => { }))))),
        ];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Nanoseconds of CPU a message, median of {Rounds} rounds whose order alternates; in the last column: bytes kept for each symbol."));
        Console.WriteLine();
        Console.WriteLine($"| symbols on one feed | {string.Join(" | ", Counts.Select(static count => count.ToString("N0", CultureInfo.InvariantCulture)))} | bytes a symbol |");
        Console.WriteLine($"|---|---|{string.Concat(Enumerable.Repeat("---|", Counts.Length))}");
        foreach (var row in rows)
            Console.WriteLine(row);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"An empty 1 s bar of 200 symbols, nanoseconds on each of six days: {string.Join(", ", EmptyBars().Select(static day => day.ToString("0", CultureInfo.InvariantCulture)))}"));
        return rows;
    }

    private static SizeRow Measure(string name, Func<NexusFeed, IDisposable> attach)
    {
        var loads = Counts.Select(count => new Load(count, attach)).ToArray();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            foreach (var load in round % 2 == 0 ? loads : loads.Reverse())
                load.Run(isCounted: round >= 0);
        }

        var bytes = (loads[^1].Bytes - loads[0].Bytes) / (loads[^1].Symbols - loads[0].Symbols);
        var row = new SizeRow(name, [.. loads.Select(static load => (load.Symbols, load.Nanoseconds))], Math.Max(0, bytes));
        foreach (var load in loads)
            load.Dispose();
        return row;
    }

    // Two hundred symbols have one trade an hour, so almost all bars are empty.
    private static IEnumerable<double> EmptyBars()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source, new NexusFeedOptions { MaxClockJump = TimeSpan.FromDays(2) });
        var bars = 0L;
        using var subscription = feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(_ => bars++);
        using var connection = feed.Connect();
        var symbols = CreateSymbols(200);
        var start = DateTimeOffset.UnixEpoch.AddDays(20_000);
        for (var day = 1; day <= 6; day++)
        {
            var (before, watch) = (bars, Stopwatch.StartNew());
            for (var hour = 1; hour <= 24; hour++)
            {
                foreach (var symbol in symbols)
                    source.OnNext(new Trade(symbol, start.AddDays(day - 1).AddHours(hour), 100, 1, Side.Buy));
            }

            yield return watch.Elapsed.TotalNanoseconds / (bars - before);
        }
    }

    private static Symbol[] CreateSymbols(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => Symbol.Parse(string.Create(CultureInfo.InvariantCulture, $"SPOT_S{i}_USDT")))];

    private sealed class Load : IDisposable
    {
        private readonly Subject<NexusMessage> _source = new();
        private readonly Trade[] _trades;
        private readonly IDisposable _attached;
        private readonly IDisposable _connection;
        private readonly List<double> _rounds = [];
        private readonly long _step;
        private long _time = DateTimeOffset.UnixEpoch.AddDays(20_000).Ticks;

        public Load(int symbols, Func<NexusFeed, IDisposable> attach)
        {
            Symbols = symbols;
            _step = TimeSpan.TicksPerSecond / TradesPerSecond / symbols;
            _trades = [.. CreateSymbols(symbols).Select(static symbol => new Trade(symbol, DateTimeOffset.UnixEpoch, 61837.63m, 0.25m, Side.Buy))];
            var feed = new NexusFeed(_source);
            _attached = attach(feed);
            _connection = feed.Connect();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            Push(2 * symbols);
            Bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        }

        public int Symbols { get; }

        /// <summary>The memory that the first two trades of each symbol occupy.</summary>
        public long Bytes { get; }

        public double Nanoseconds => _rounds.Order().ElementAt(_rounds.Count / 2);

        public void Run(bool isCounted)
        {
            var start = Stopwatch.GetTimestamp();
            Push(Messages);
            if (isCounted)
                _rounds.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Messages);
        }

        public void Dispose()
        {
            _connection.Dispose();
            _attached.Dispose();
            _source.Dispose();
        }

        private void Push(int count)
        {
            for (var i = 0; i < count; i++)
            {
                _time += _step;
                _source.OnNext(_trades[i % _trades.Length] with { Timestamp = new DateTimeOffset(_time, TimeSpan.Zero) });
            }
        }
    }
}
