using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Text;
using Nexus.Reactive.Testing;
using Nexus.Simulator.Flow;
using Nexus.Simulator.Wire;

namespace Nexus.Examples.Tests.Recording;

/// <summary>
/// Verifies that a live run over a faulty connection and its replays, at the recorded times, at full speed and with other threads, print the same bytes.
/// </summary>
public sealed class ReplayDeterminismTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly FaultProfile Faults = new(11)
    {
        Drop = 0.01,
        Duplicate = 0.02,
        Reorder = 0.03,
        Corrupt = 0.005,
        Truncate = 0.01,
        Delay = 0.02,
        Cut = 0.003,
        MaxDelay = TimeSpan.FromMilliseconds(300),
    };

    private string _path = "";
    private string _live = "";

    [OneTimeSetUp]
    public void Record()
    {
        _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".tsv.gz");
        var scheduler = new HistoricalScheduler(Marbles.DefaultStart);
        using var market = new Subject<string>();
        Plan(market, scheduler);
        var line = market.InjectFaults(Faults, scheduler).RecordTo(_path, scheduler).Publish();
        var feed = line.ToNexusFeed();
        var output = Watch(feed);
        using var connection = feed.Connect();
        using var flow = line.Connect();
        scheduler.Start();
        _live = output.ToString();
    }

    [OneTimeTearDown]
    public void Delete() => File.Delete(_path);

    [Test]
    public void The_session_contains_every_kind_of_output() => Assert.Multiple(() =>
    {
        foreach (var stream in new[] { "diff", "top", "tumbling", "hopping", "sliding", "order", "throttled", "gap", "malformed", "end" })
            Assert.That(_live, Does.Contain($"\n{stream} "));
        Assert.That(_live.Length, Is.GreaterThan(100_000));
    });

    [Test]
    public void A_replay_at_full_speed_prints_the_bytes_of_the_live_run([Values(1, 2)] int run)
    {
        var feed = NexusRecording.OpenFeed(_path);
        RequireSame(RunToEnd(feed), $"run {run}");
    }

    [Test]
    public void A_replay_in_virtual_time_prints_the_bytes_of_the_live_run([Values(0.5, 1, 1000)] double speed)
    {
        var scheduler = new HistoricalScheduler();
        var feed = NexusRecording.Replay([_path], speed, scheduler).ToNexusFeed();
        var output = Watch(feed);
        using var connection = feed.Connect();
        scheduler.Start();
        RequireSame(output.ToString(), $"speed {speed}");
    }

    [Test]
    public void A_replay_across_changing_threads_prints_the_bytes_of_the_live_run()
    {
        using var loop = new EventLoopScheduler();
        var chance = new Random(3);
        var feed = Texts().ToObservable(NewThreadScheduler.Default).ObserveOn(loop).ObserveOn(TaskPoolScheduler.Default).Do(_ => Thread.SpinWait(chance.Next(300))).ToNexusFeed();
        RequireSame(RunToEnd(feed), "hopping");
    }

    [Test]
    public void Threads_that_schedule_on_the_clock_print_the_bytes_of_the_live_run()
    {
        var feed = Texts().ToObservable(NewThreadScheduler.Default).ToNexusFeed();
        using var stop = new CancellationTokenSource();
        var pressing = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                feed.Clock.Schedule(static () => { });
                Thread.Yield();
            }
        });
        pressing.Start();
        try
        {
            RequireSame(RunToEnd(feed), "pressed");
        }
        finally
        {
            stop.Cancel();
            pressing.Join();
        }
    }

    private static string RunToEnd(NexusFeed feed)
    {
        using var ended = new ManualResetEventSlim();
        var output = Watch(feed);
        using var end = feed.SubscriberFaults.Subscribe(static _ => { }, ended.Set);
        using var connection = feed.Connect();
        Assert.That(ended.Wait(Limit), Is.True, "the feed did not end");
        return output.ToString();
    }

    private void RequireSame(string output, string run)
    {
        if (string.Equals(output, _live, StringComparison.Ordinal))
            return;
        var different = _live.Split('\n').Zip(output.Split('\n')).FirstOrDefault(static pair => pair.First != pair.Second);
        Assert.Fail($"{run} differs from the live run first at\n{different.First}\n{different.Second}");
    }

    private string[] Texts()
    {
        var scheduler = new HistoricalScheduler();
        var texts = new List<string>();
        using var subscription = NexusRecording.Replay([_path], 1, scheduler).Subscribe(texts.Add);
        scheduler.Start();
        return [.. texts];
    }

    // Two symbols of the simulator in virtual time.
    private static void Plan(Subject<string> texts, HistoricalScheduler scheduler)
    {
        using var writer = new MessageWriter();
        foreach (var (slot, symbol) in new[] { "SPOT_BTC_USDT", "SPOT_ETH_USDT" }.Index())
        {
            var market = new Market(Instrument.Of(symbol), seed: 5, rate: 60, depth: 10, TimeSpan.FromMilliseconds(100), slot);
            while (market.NextStep < Length)
            {
                var at = scheduler.Now + market.NextStep;
                foreach (var happened in market.Step())
                {
                    var text = Encoding.UTF8.GetString(writer.Write(happened, symbol, at.ToUnixTimeMilliseconds()).Span);
                    scheduler.Schedule(at, () => texts.OnNext(text));
                }
            }
        }

        scheduler.Schedule(scheduler.Now + Length, texts.OnCompleted);
    }

    private static StringBuilder Watch(NexusFeed feed)
    {
        var output = new StringBuilder("\n");
        var second = TimeSpan.FromSeconds(1);
        Write("diff", feed.Books.Diffs(), static diff => $"{diff.Symbol} {diff.IsInitial} {string.Join(' ', diff.Changes)}");
        Write("top", feed.Books.TopOfBook(), static top => $"{top}");
        Write("tumbling", feed.VwapTumbling(second), static bar => $"{bar} {bar.Notional}");
        Write("hopping", feed.VwapHopping(second * 5, second), static bar => $"{bar} {bar.Volume}");
        Write("sliding", feed.VwapSliding(second), static bar => $"{bar} {bar.Notional}");
        Write("order", feed.TrackOrders(), static order => $"{order.Kind} {order.After.OrderId} {order.After.Status} {order.After.Filled} {order.After.Confirmed} {order.After.AveragePrice} {order.After.Flags}");
        Write("throttled", feed.Trades.Throttle(TimeSpan.FromMilliseconds(50), feed.Clock), static trade => $"{trade.Price} {trade.Quantity}");
        Write("sampled", feed.Books.Sample(second, feed.Clock), static book => $"{book}");
        Write("gap", feed.Gaps, static gap => $"{gap.Reason} {gap.Since:O}");
        Write("malformed", feed.Malformed, static malformed => $"{malformed.Reason}");
        return output;

        void Write<T>(string stream, IObservable<T> items, Func<T, FormattableString> show) => items.Subscribe(
            item => output.Append(FormattableString.Invariant($"{stream} {feed.Clock.Now:O} ")).Append(FormattableString.Invariant(show(item))).Append('\n'),
            error => output.Append(FormattableString.Invariant($"error {stream} {error.Message}\n")),
            () => output.Append(FormattableString.Invariant($"end {stream}\n")));
    }
}
