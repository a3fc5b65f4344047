using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>
/// Compares Rx's time operators on a feed's clock with Rx's own virtual scheduler, moved to each message's time before it: the same items at the same times,
/// for random messages and random times of subscription and disposal.
/// </summary>
public sealed class OperatorTableTests
{
    private const int Runs = 40;

    private static readonly Dictionary<string, Func<IObservable<int>, IScheduler, IObservable<object>>> Operators = new()
    {
        ["Buffer by time"] = (source, clock) => source.Buffer(Ms(40), clock).Select(Text),
        ["Buffer by time and count"] = (source, clock) => source.Buffer(Ms(40), 3, clock).Select(Text),
        ["Buffer with shift"] = (source, clock) => source.Buffer(Ms(50), Ms(20), clock).Select(Text),
        ["Delay"] = (source, clock) => source.Delay(Ms(25), clock).Select(Box),
        ["Delay to a time"] = (source, clock) => source.Delay(At(300), clock).Select(Box),
        ["DelaySubscription"] = (source, clock) => source.DelaySubscription(Ms(70), clock).Select(Box),
        ["Delay by inner Timer"] = (source, clock) => source.Delay(item => Observable.Timer(Ms(item % 30), clock)).Select(Box),
        ["Generate"] = (_, clock) => Observable.Generate(0, static i => i < 20, static i => i + 1, static i => i, static i => Ms(i * 3), clock).Select(Box),
        ["Interval"] = (_, clock) => Observable.Interval(Ms(17), clock).Select(static tick => (object)tick),
        ["ObserveOn"] = (source, clock) => source.ObserveOn(clock).Select(Box),
        ["Sample"] = (source, clock) => source.Sample(Ms(30), clock).Select(Box),
        ["SkipUntil"] = (source, clock) => source.SkipUntil(At(250), clock).Select(Box),
        ["Skip"] = (source, clock) => source.Skip(Ms(120), clock).Select(Box),
        ["TakeUntil"] = (source, clock) => source.TakeUntil(At(400), clock).Select(Box),
        ["Take"] = (source, clock) => source.Take(Ms(120), clock).Select(Box),
        ["TakeUntil a Timer"] = (source, clock) => source.TakeUntil(Observable.Timer(Ms(150), clock)).Select(Box),
        ["Throttle"] = (source, clock) => source.Throttle(Ms(12), clock).Select(Box),
        ["Throttle by inner Timer"] = (source, clock) => source.Throttle(item => Observable.Timer(Ms(item % 30), clock)).Select(Box),
        ["TimeInterval"] = (source, clock) => source.TimeInterval(clock).Select(static item => (object)item.ToString()!),
        ["Timeout"] = (source, clock) => source.Timeout(Ms(60), clock).Select(Box).Catch((TimeoutException _) => Observable.Return<object>("timeout")),
        ["Timer once"] = (_, clock) => Observable.Timer(Ms(90), clock).Select(static tick => (object)tick),
        ["Timer at a time"] = (_, clock) => Observable.Timer(At(333), clock).Select(static tick => (object)tick),
        ["Timer with period"] = (_, clock) => Observable.Timer(Ms(31), Ms(13), clock).Select(static tick => (object)tick),
        ["Timestamp"] = (source, clock) => source.Timestamp(clock).Select(static item => (object)item.ToString()!),
        ["Window by time"] = (source, clock) => source.Window(Ms(35), clock).SelectMany(static (window, i) => window.Select(item => (object)(i, item))),
        ["Window with shift"] = (source, clock) => source.Window(Ms(45), Ms(15), clock).SelectMany(static (window, i) => window.Select(item => (object)(i, item))),
        ["Replay by time"] = (source, clock) => source.Replay(Ms(60), clock).RefCount().Select(Box),
        ["Repeat a Timer"] = (_, clock) => Observable.Timer(Ms(19), clock).Repeat().Select(static tick => (object)tick),
    };

    private static IEnumerable<string> Names => Operators.Keys;

    [TestCaseSource(nameof(Names))]
    public void The_clock_behaves_like_a_virtual_scheduler(string name)
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var expected = Run(name, seed, onFeed: false);
            Assert.That(Run(name, seed, onFeed: true), Is.EqualTo(expected), $"seed {seed}");
        }
    }

    private static List<string> Run(string name, int seed, bool onFeed)
    {
        var random = new Random(seed);
        var scheduler = new VirtualScheduler();
        var source = new Subject<int>();
        var feed = new FeedHarness();
        feed.Ping(0);
        IScheduler clock = onFeed ? feed.Feed.Clock : scheduler;
        IObservable<int> items = onFeed ? feed.Feed.Trades.Select(static trade => (int)trade.Price) : source;
        var subscribedAt = random.Next(1, 200);
        var disposedAt = random.Next(300, 900);
        var seen = new List<string>();
        IDisposable? subscription = null;
        var time = 0;
        for (var i = 1; i <= 60; i++)
        {
            // No two at the same time: both the feed's and the scheduler's timers come first then, but a subscription at that time differs.
            time += random.Next(1, 25);
            if (subscription is null && time >= subscribedAt)
                subscription = Operators[name](items, clock).Subscribe(item => seen.Add($"{(clock.Now - T0).TotalMilliseconds} {item}"), error => seen.Add(error.GetType().Name), () => seen.Add($"{(clock.Now - T0).TotalMilliseconds} done"));
            if (time >= disposedAt)
                subscription?.Dispose();
            if (onFeed)
            {
                feed.Trade(time, i);
            }
            else
            {
                scheduler.AdvanceTo(At(time));
                source.OnNext(i);
                scheduler.RunDue();
            }
        }

        return seen;
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static object Box(int item) => item;

    private static object Text(IList<int> items) => string.Join(' ', items);

    /// <summary>Rx's own scheduler, which does not run work for now until time moves.</summary>
    private sealed class VirtualScheduler() : HistoricalScheduler(T0)
    {
        public void RunDue()
        {
            while (GetNext() is { } next && next.DueTime <= Clock)
                next.Invoke();
        }
    }
}
