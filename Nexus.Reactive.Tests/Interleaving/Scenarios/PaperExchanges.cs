using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Backtesting.Matching;

namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>The requests of a paper exchange, which any thread may send and end, while the market's thread executes them.</summary>
internal abstract class PaperRequestsOnThreads : Scenario
{
    private readonly MarketClock _clock = new();

    protected PaperRequestsOnThreads() => Requests = new PaperRequests(new DelayLine(_clock, Latency.None, new Random(1)), new DelayLine(_clock, Latency.None, new Random(2)));

    protected PaperRequests Requests { get; }

    /// <summary>The requests that were executed, in order.</summary>
    protected List<string> Executed { get; } = [];

    /// <summary>The answers, by request.</summary>
    protected Dictionary<string, Task<string>> Answers { get; } = [];

    protected void Send(string request, CancellationToken token = default) => Answers[request] = Requests.SendAsync(() => Execute(request), token);

    /// <summary>The market's thread: runs what is due, until this many pieces of work have run or the market has ended.</summary>
    protected void RunMarket(int count) => _clock.Run(count);

    /// <summary>Lets the market's thread end without its work.</summary>
    protected void EndMarket() => _clock.End();

    private string Execute(string request)
    {
        Schedule.Point();
        Executed.Add(request);
        return request;
    }

    /// <summary>A clock whose work one thread runs in its order.</summary>
    private sealed class MarketClock : IScheduler
    {
        private readonly Queue<Action> _due = [];
        private bool _hasEnded;

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public void End() => _hasEnded = true;

        public void Run(int count)
        {
            for (; count > 0; count--)
            {
                Schedule.WaitUntil(() => _due.Count > 0 || _hasEnded);
                if (!_due.TryDequeue(out var work))
                    return;
                work();
            }
        }

        IDisposable IScheduler.Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => Add(state, action);

        IDisposable IScheduler.Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) => Add(state, action);

        IDisposable IScheduler.Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) => Add(state, action);

        private IDisposable Add<TState>(TState state, Func<IScheduler, TState, IDisposable> action)
        {
            Schedule.Point();
            _due.Enqueue(() => action(this, state));
            return Disposable.Empty;
        }
    }
}

/// <summary>Two threads send while the market runs: each request is executed once, those of one thread in their order, and all are answered.</summary>
internal sealed class PlaceFromTwoThreads : PaperRequestsOnThreads
{
    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            Send("a1");
            Send("a2");
        },
        () => Send("b1"),
        () => RunMarket(3),
    ];

    public override void Check()
    {
        CheckOrder(Executed, "a1 a2", "b1");
        Require(Answers.All(static answer => answer.Value.IsCompletedSuccessfully && answer.Value.Result == answer.Key), "a request has no answer or another's");
        Require(Requests.Waiting == 0, $"{Requests.Waiting} requests wait");
    }
}

/// <summary>The exchange is disposed while a request arrives: a request whose error says that it was not executed is not executed.</summary>
internal sealed class DisposeWhileARequestArrives : PaperRequestsOnThreads
{
    public override IEnumerable<Action> Threads =>
    [
        () => Send("a1"),
        () => RunMarket(1),
        () =>
        {
            Requests.Dispose();
            EndMarket();
        },
    ];

    public override void Check()
    {
        var answer = Answers["a1"];
        Require(answer.IsCompleted, "the request has no answer");
        var mayBeExecuted = answer.IsCompletedSuccessfully || ((OrderGatewayException)answer.Exception!.InnerException!).MayBeExecuted;
        Require(mayBeExecuted || Executed.Count == 0, "a request was executed after its error said that it was not");
        Require(!answer.IsCompletedSuccessfully || Executed.Count == 1, "a request that was not executed has an answer");
        Require(Requests.Waiting == 0, $"{Requests.Waiting} requests wait");
    }
}

/// <summary>A caller stops waiting while the request is answered: it gets one outcome, and the exchange keeps no reference.</summary>
internal sealed class CancelWhileARequestIsAnswered : PaperRequestsOnThreads, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public override IEnumerable<Action> Threads =>
    [
        () => Send("a1", _cancellation.Token),
        () => RunMarket(1),
        () =>
        {
            _cancellation.Cancel();
            EndMarket();
        },
    ];

    public override void Check()
    {
        Require(Answers["a1"].IsCompleted, "the request has no answer");
        Require(Requests.Waiting == 0, $"{Requests.Waiting} requests wait");
        Require(Answers["a1"].IsCanceled || Executed.Count == 1, $"executed {Executed.Count} times");
        Dispose();
    }

    public void Dispose() => _cancellation.Dispose();
}
