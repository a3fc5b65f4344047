using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Orders.OrderDesk;

namespace Nexus.Reactive.Tests.Orders.Snapshots;

/// <summary>The calls of the function: one at a time, repeated after failures, canceled at the end.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GetSnapshotsTests : IDisposable
{
    private readonly Subject<NexusMessage> _source = new();
    private readonly Subject<SnapshotRequest> _requests = new();
    private readonly NexusFeed _feed;
    private readonly List<SubscriberFault> _faults = [];
    private readonly List<Call> _calls = [];
    private readonly List<OrderSnapshot> _snapshots = [];
    private Exception? _error;
    private bool _isCompleted;

    public GetSnapshotsTests()
    {
        _feed = new NexusFeed(_source);
        _feed.SubscriberFaults.Subscribe(_faults.Add);
        _feed.Connect();
        Wait(0);
    }

    public void Dispose()
    {
        _source.Dispose();
        _requests.Dispose();
    }

    [Test]
    public void Requests_of_one_symbol_are_executed_one_at_a_time_and_only_the_latest_waits()
    {
        using var subscription = Start();
        Request(1);
        Request(2);
        Request(3);
        Request(4, Eth);
        Assert.That(_calls.Select(static call => call.Request.RequestedAt), Is.EqualTo(new[] { At(1), At(4) }));

        _calls[0].Answer(1);
        Assert.That((_calls.Count, _calls[2].Request.RequestedAt), Is.EqualTo((3, At(3))));
        _calls[2].Answer(3);
        _calls[1].Answer(4);
        Assert.That(_snapshots.Select(static snapshot => snapshot.Timestamp), Is.EqualTo(new[] { At(1), At(3), At(4) }));
        Assert.That(_calls, Has.Count.EqualTo(3));
    }

    [Test]
    public void A_failed_request_is_repeated_after_growing_delays_and_reported()
    {
        using var subscription = Start(new SnapshotRequestOptions { RetryDelay = TimeSpan.FromSeconds(1), MaxRetryDelay = TimeSpan.FromSeconds(3) });
        Request(0);
        double[] delays = [1_000, 2_000, 3_000, 3_000];
        var now = 0.0;
        foreach (var delay in delays)
        {
            var calls = _calls.Count;
            _calls[^1].Fail(new InvalidOperationException("busy"));
            Wait(now + delay - 1);
            Assert.That(_calls, Has.Count.EqualTo(calls));
            Wait(now += delay);
            Assert.That(_calls, Has.Count.EqualTo(calls + 1));
        }

        Assert.That(_faults.Select(static fault => (fault.Exception.Message, ((SnapshotRequest)fault.Item!).Symbol)), Is.All.EqualTo(("busy", Btc)).And.Exactly(4).Items);

        // A success resets the delay.
        _calls[^1].Answer(now);
        Request(now);
        _calls[^1].Fail(new InvalidOperationException("busy"));
        Wait(now + 1_000);
        Assert.That(_calls, Has.Count.EqualTo(7));
    }

    [Test]
    public void A_newer_request_replaces_one_that_waits_for_its_repetition()
    {
        using var subscription = Start();
        Request(0);
        _calls[0].Fail(new InvalidOperationException());
        Request(500);
        Assert.That(_calls, Has.Count.EqualTo(1));
        Wait(1_000);

        Assert.That((_calls.Count, _calls[1].Request.RequestedAt), Is.EqualTo((2, At(500))));
    }

    [Test]
    public void A_request_that_is_not_answered_in_time_is_canceled_and_repeated()
    {
        using var subscription = Start(new SnapshotRequestOptions { Timeout = TimeSpan.FromSeconds(10) });
        Request(0);
        Wait(10_000);
        Assert.That(_calls[0].Token.IsCancellationRequested, Is.True);
        Assert.That(_faults.Single().Exception, Is.TypeOf<TimeoutException>());
        Wait(11_000);
        Assert.That(_calls, Has.Count.EqualTo(2));

        // The late answer is ignored.
        _calls[0].Answer(1);
        Assert.That(_snapshots, Is.Empty);
        _calls[1].Answer(2);
        Assert.That(_snapshots, Has.Count.EqualTo(1));
        Wait(100_000);
        Assert.That(_calls, Has.Count.EqualTo(2));
    }

    [TestCase("throws", "thrown")]
    [TestCase("no task", "The function returned no task.")]
    [TestCase("no snapshot", "The function returned no snapshot.")]
    [TestCase("another symbol", "The function returned a snapshot of SPOT_ETH_USDT for SPOT_BTC_USDT.")]
    [TestCase("canceled", "A task was canceled.")]
    public void A_function_that_misbehaves_is_reported_as_failed(string how, string message)
    {
        Task<OrderSnapshot> Get(SnapshotRequest request, CancellationToken token) => how switch
        {
            "throws" => throw new InvalidOperationException("thrown"),
            "no task" => Array.Find<Task<OrderSnapshot>>([], static _ => true)!,
            "no snapshot" => Task.FromResult<OrderSnapshot>(null!),
            "canceled" => Task.FromCanceled<OrderSnapshot>(new CancellationToken(true)),
            _ => Task.FromResult(new OrderSnapshot { Timestamp = At(0), Symbol = Eth, Orders = [] }),
        };
        using var subscription = Subscribe(_requests.GetSnapshots(Get, _feed, AtOnce));
        Request(0);
        Wait(1_000);

        Assert.That(_faults.Select(static fault => fault.Exception.Message), Is.EqualTo(new[] { message, message }));
        Assert.That((_error, _snapshots.Count), Is.EqualTo(((Exception?)null, 0)));
    }

    [Test]
    public void The_end_of_the_requests_cancels_what_is_running()
    {
        using var subscription = Start();
        Request(0);
        _requests.OnCompleted();
        _calls[0].Answer(1);

        Assert.That((_isCompleted, _calls[0].Token.IsCancellationRequested, _snapshots.Count), Is.EqualTo((true, true, 0)));
    }

    [Test]
    public void Disposal_cancels_running_requests_and_starts_no_retries()
    {
        var subscription = Start();
        Request(0);
        Request(0, Eth);
        _calls[1].Fail(new InvalidOperationException());
        subscription.Dispose();
        Wait(100_000);

        Assert.That((_calls.Count, _calls[0].Token.IsCancellationRequested), Is.EqualTo((2, true)));
    }

    [Test]
    public void A_function_that_blocks_does_not_delay_the_feed()
    {
        using var release = new ManualResetEventSlim();
        using var answered = new ManualResetEventSlim();
        var snapshots = _requests.GetSnapshots(
            (_, _) =>
            {
                release.Wait(CancellationToken.None);
                return Task.FromResult(new OrderSnapshot { Timestamp = At(0), Orders = [] });
            },
            _feed);
        using var subscription = snapshots.Subscribe(_ => answered.Set());
        Request(0);
        Wait(1);
        Assert.That(answered.IsSet, Is.False);
        release.Set();
        Assert.That(answered.Wait(TimeSpan.FromMinutes(1)), Is.True);
    }

    [Test]
    public void A_subscriber_may_wait_for_the_thread_that_pushes_requests()
    {
        var isPushed = false;
        using var subscription = Start(onNext: _ =>
        {
            // A request of another symbol would wait for this call if it were under a lock.
            var other = Task.Factory.StartNew(() => Request(2, Eth), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            isPushed = other.Wait(TimeSpan.FromMinutes(1));
        });
        Request(1);
        _calls[0].Answer(1);

        Assert.That((isPushed, _calls.Count), Is.EqualTo((true, 2)));
    }

    [Test]
    public void An_exception_of_a_subscriber_is_reported_if_no_caller_receives_it()
    {
        using var subscription = Start(onNext: static _ => throw new InvalidOperationException("of the subscriber"));
        Request(1);
        _calls[0].Answer(1);

        Assert.That(_faults.Single().Exception.Message, Is.EqualTo("of the subscriber"));
        Assert.That(_error, Is.SameAs(_faults.Single().Exception));
    }

    [Test]
    public void A_scheduler_that_throws_is_a_failure_that_is_repeated()
    {
        var scheduler = new EventLoopScheduler();
        scheduler.Dispose();
        using var subscription = Subscribe(_requests.GetSnapshots(static (_, _) => new TaskCompletionSource<OrderSnapshot>().Task, _feed, new SnapshotRequestOptions { Scheduler = scheduler }));
        Request(0);
        Wait(1_000);

        Assert.That(_faults.Select(static fault => fault.Exception), Has.Exactly(2).TypeOf<ObjectDisposedException>());
        Assert.That(_error, Is.Null);
    }

    [Test]
    public void The_maximum_timeout_and_delays_are_accepted()
    {
        using var subscription = Start(new SnapshotRequestOptions { Timeout = TimeSpan.MaxValue, RetryDelay = TimeSpan.MaxValue, MaxRetryDelay = TimeSpan.MaxValue });
        Request(0);
        _calls[0].Fail(new InvalidOperationException());
        Wait(1_000_000);

        Assert.That((_calls.Count, _faults.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Tracking_with_a_function_corrects_what_a_gap_hid()
    {
        var requests = new List<SnapshotRequest>();
        using var ledger = new OrderLedger(_feed.TrackOrders(
            (request, _) =>
            {
                requests.Add(request);
                var entry = new OrderSnapshotEntry { OrderId = 1, Symbol = Btc, Side = Side.Buy, Quantity = 10, Status = OrderStatus.Filled, Filled = 10, AveragePrice = 100 };
                return Task.FromResult(new OrderSnapshot { Timestamp = request.RequestedAt, Symbol = request.Symbol, Orders = request.Reason == SnapshotReason.GapEnded ? [entry] : [] });
            },
            AtOnce));
        foreach (var message in new NexusMessage[] { U(1, OrderStatus.New), Gap(), Make.Book("100x1 | 101x1", timestamp: At(5)) })
            _source.OnNext(message);

        Assert.That(requests.Select(static request => request.Reason), Is.EqualTo(new[] { SnapshotReason.Started, SnapshotReason.GapEnded }));
        Assert.That((ledger.Find(1)!.Status, ledger.Positions[Btc].Quantity), Is.EqualTo((OrderStatus.Filled, 10m)));
        Assert.That(_faults, Is.Empty);
    }

    private static SnapshotRequestOptions AtOnce => new() { Scheduler = ImmediateScheduler.Instance };

    private IDisposable Start(SnapshotRequestOptions? options = null, Action<OrderSnapshot>? onNext = null) => Subscribe(_requests.GetSnapshots(
        (request, token) =>
        {
            var call = new Call(request, token);
            _calls.Add(call);
            return call.Task;
        },
        _feed,
        (options ?? new SnapshotRequestOptions()) with { Scheduler = ImmediateScheduler.Instance }), onNext);

    private IDisposable Subscribe(IObservable<OrderSnapshot> snapshots, Action<OrderSnapshot>? onNext = null) => snapshots.Subscribe(onNext ?? _snapshots.Add, error => _error = error, () => _isCompleted = true);

    private void Request(double at, Symbol? symbol = null) => _requests.OnNext(new SnapshotRequest(symbol ?? Btc, SnapshotReason.Started, At(at)));

    private void Wait(double at) => _source.OnNext(new Ping(At(at)));

    private sealed class Call(SnapshotRequest request, CancellationToken token)
    {
        private readonly TaskCompletionSource<OrderSnapshot> _answer = new();

        public SnapshotRequest Request => request;

        public CancellationToken Token => token;

        public Task<OrderSnapshot> Task => _answer.Task;

        public void Answer(double at) => _answer.SetResult(new OrderSnapshot { Timestamp = At(at), Orders = [] });

        public void Fail(Exception error) => _answer.SetException(error);
    }
}
