using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>The function runs on a thread of its own for each request and answers there, while requests and timers come from other threads.</summary>
internal abstract class SnapshotsOnThreads : OperatorOnThreads<OrderSnapshot>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    protected SnapshotsOnThreads(int timeouts = 0)
    {
        var options = new SnapshotRequestOptions { Scheduler = Scheduler, Timeout = Timeout };
        Loader = new SnapshotLoader(this, Get, new SomeTimers(Scheduler, timeouts), (fault, isOfSubscriber) =>
        {
            Require(!isOfSubscriber, fault.Exception.Message);
            Failures++;
        }, options);
    }

    protected SnapshotLoader Loader { get; }

    protected List<CancellationToken> Calls { get; } = [];

    protected int Failures { get; private set; }

    protected static SnapshotRequest Request(int second, string asset = "BTC") =>
        new(new Symbol("SPOT", asset, "USDT"), SnapshotReason.GapEnded, DateTimeOffset.UnixEpoch.AddSeconds(second));

    protected IEnumerable<int> SeenOf(string asset) => Seen.Where(snapshot => snapshot.Symbol!.Value.Base == asset).Select(static snapshot => snapshot.Timestamp.Second);

    private Task<OrderSnapshot> Get(SnapshotRequest request, CancellationToken token)
    {
        Calls.Add(token);
        Schedule.Point();
        return Task.FromResult(new OrderSnapshot { Timestamp = request.RequestedAt, Symbol = request.Symbol, Orders = [] });
    }

    /// <summary>Runs all delays, but only the first time-outs.</summary>
    private sealed class SomeTimers(IScheduler threads, int timeouts) : IScheduler
    {
        private int _timeouts = timeouts;

        public DateTimeOffset Now => threads.Now;

        IDisposable IScheduler.Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => threads.Schedule(state, action);

        IDisposable IScheduler.Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) =>
            dueTime == Timeout && --_timeouts < 0 ? Disposable.Empty : threads.Schedule(state, action);

        IDisposable IScheduler.Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) => threads.Schedule(state, action);
    }
}

/// <summary>Requests of two symbols arrive while earlier ones are answered: answers are delivered one at a time, and the latest request of each symbol is answered.</summary>
internal sealed class AnswerWhileRequestsArrive : SnapshotsOnThreads
{
    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            Loader.OnNext(Request(1));
            Loader.OnNext(Request(2));
            Loader.OnNext(Request(3, "ETH"));
        },
    ];

    public override void Check()
    {
        var seen = string.Join(' ', SeenOf("BTC"));
        Require(seen is "2" or "1 2" && SeenOf("ETH").SequenceEqual([3]), $"{seen}, {string.Join(' ', SeenOf("ETH"))}");
    }
}

/// <summary>A request times out while it is answered, and is repeated: one answer is delivered, and the abandoned request is canceled.</summary>
internal sealed class AnswerWhileTimingOut() : SnapshotsOnThreads(timeouts: 1)
{
    public override IEnumerable<Action> Threads => [() => Loader.OnNext(Request(1))];

    public override void Check()
    {
        // The function is not called if the time-out comes first.
        Require(SeenOf("BTC").SequenceEqual([1]), $"{Seen.Count} answers");
        Require(Failures <= 1 && Calls.Count is 1 or 2, $"{Failures} failures, {Calls.Count} calls");
        Require(Calls.All(static token => token.IsCancellationRequested), "a request that has ended is not canceled");
    }
}

/// <summary>The subscription ends while a subscriber waits for the thread that ends it: no thread waits for ever, and what is running is canceled.</summary>
internal sealed class EndWhileAnswering : SnapshotsOnThreads
{
    private bool _isDisposed;

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            Loader.OnNext(Request(1));
            Loader.OnNext(Request(2, "ETH"));
        },
        () =>
        {
            Loader.Dispose();
            Require(Calls.All(static token => token.IsCancellationRequested), "a running request is not canceled");
            _isDisposed = true;
        },
    ];

    public override void OnNext(OrderSnapshot value)
    {
        base.OnNext(value);
        Schedule.WaitUntil(() => _isDisposed);
    }

    public override void Check() => Require(Seen.Count <= 1, $"{Seen.Count} answers after the end");
}
