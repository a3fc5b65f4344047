using System.Reactive.Concurrency;

namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>A message moves the clock while other threads schedule work for that time and cancel some of it: the rest runs once, without another message.</summary>
internal sealed class ScheduleWhileTheClockMoves : Scenario
{
    private static readonly DateTimeOffset T0 = new(2024, 8, 8, 0, 0, 0, TimeSpan.Zero);

    private readonly FeedSource _source = new();
    private readonly NexusFeed _feed;
    private readonly List<string> _ran = [];

    public ScheduleWhileTheClockMoves()
    {
        _feed = new NexusFeed(_source);
        _feed.Connect();
        _source.Input!.OnNext(new Ping(T0));
    }

    public override IEnumerable<Action> Threads =>
    [
        () => _source.Input!.OnNext(new Ping(T0.AddSeconds(1))),
        () =>
        {
            _feed.Clock.Schedule(T0.AddSeconds(1), () => _ran.Add("a1"));
            _feed.Clock.Schedule(() => _ran.Add("a2")).Dispose();
        },
        () => _feed.Clock.Schedule(T0.AddSeconds(1), () => _ran.Add("b1")),
    ];

    public override void Check()
    {
        _ran.RemoveAll(static item => item == "a2");
        CheckOrder(_ran, "a1", "b1");
    }
}

/// <summary>One thread schedules immediate work while another pushes messages: each runs once and in order, and the scheduling thread delivers no message.</summary>
internal sealed class ScheduleWhileAnotherPushes : Scenario
{
    private static readonly DateTimeOffset T0 = new(2024, 8, 8, 0, 0, 0, TimeSpan.Zero);

    private readonly FeedSource _source = new();
    private readonly NexusFeed _feed;
    private readonly List<string> _ran = [];
    private int _scheduling;
    private bool _hasDelivered;

    public ScheduleWhileAnotherPushes()
    {
        _feed = new NexusFeed(_source);
        _feed.Pings.Subscribe(ping =>
        {
            _ran.Add($"p{(ping.Timestamp - T0).TotalSeconds}");
            _hasDelivered |= Environment.CurrentManagedThreadId == _scheduling;
        });
        _feed.Connect();
    }

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            _source.Input!.OnNext(new Ping(T0.AddSeconds(1)));
            _source.Input!.OnNext(new Ping(T0.AddSeconds(2)));
        },
        () =>
        {
            _scheduling = Environment.CurrentManagedThreadId;
            _feed.Clock.Schedule(() => _ran.Add("a1"));
            _feed.Clock.Schedule(() => _ran.Add("a2"));

            // The pool may use this thread later.
            _scheduling = 0;
        },
    ];

    public override void Check()
    {
        CheckOrder(_ran, "p1 p2", "a1 a2");
        Require(!_hasDelivered, "the scheduling thread delivered a message");
    }
}

/// <summary>The feed ends while another thread schedules immediate work: the work runs once, before or after the end.</summary>
internal sealed class ScheduleWhileTheFeedEnds : Scenario
{
    private readonly FeedSource _source = new();
    private readonly NexusFeed _feed;
    private readonly List<string> _ran = [];

    public ScheduleWhileTheFeedEnds()
    {
        _feed = new NexusFeed(_source);
        _feed.Connect();
        _source.Input!.OnNext(new Ping(new DateTimeOffset(2024, 8, 8, 0, 0, 0, TimeSpan.Zero)));
    }

    public override IEnumerable<Action> Threads =>
    [
        () => _source.Input!.OnCompleted(),
        () =>
        {
            _feed.Clock.Schedule(TimeSpan.FromDays(1), () => _ran.Add("never"));
            _feed.Clock.Schedule(() => _ran.Add("a1"));
        },
    ];

    public override void Check()
    {
        Require(_ran is ["a1"], string.Join(' ', _ran));
    }
}

/// <summary>A thread reads the stopwatch time while the clock moves and restarts: the stopwatch time never decreases.</summary>
internal sealed class ReadTimeWhileTheClockRestarts : Scenario
{
    private static readonly long T0 = new DateTimeOffset(2024, 8, 8, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    private readonly EventTimeScheduler _clock = new(new NoTurns(), static error => throw error);
    private readonly List<long> _read = [];

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            _clock.Start(T0);
            _clock.AdvanceTo(T0 + 1000);
            _clock.RestartAt(T0 - 5000);
            _clock.AdvanceTo(T0 - 4000);
        },
        () =>
        {
            for (var i = 0; i < 4; i++)
                _read.Add(_clock.MonotonicTicks);
        },
    ];

    public override void Check() => Require(_read.SequenceEqual(_read.Order()), string.Join(' ', _read));
}

/// <summary>Two threads push while a third reconnects: each thread's messages are delivered in order, and the gap is where the connection began.</summary>
internal sealed class PushWhileReconnecting : Scenario
{
    private static readonly DateTimeOffset T0 = new(2024, 8, 8, 0, 0, 0, TimeSpan.Zero);

    private readonly NexusFeed _feed = NexusFeed.Pushed("Texts", null);
    private readonly List<string> _delivered = [];
    private readonly List<string> _late = [];
    private bool _isClosed;

    public PushWhileReconnecting()
    {
        _feed.Connect();
        _feed.Subscribe(message => _delivered.Add(message is UnknownMessage unknown ? unknown.Event : "gap"));
    }

    public override IEnumerable<Action> Threads =>
    [
        () => Push("a1", "a2"),
        () => Push("b1"),
        () =>
        {
            _feed.Connect().Dispose();
            _isClosed = true;
            _feed.Connect();
        },
    ];

    public override void Check()
    {
        Require(_delivered.Count(static item => item == "gap") == 1, "one gap");
        Require(_delivered.IndexOf("a1") <= _delivered.IndexOf("a2") || !_delivered.Contains("a2"), string.Join(' ', _delivered));
        Require(!_late.Intersect(_delivered.TakeWhile(static item => item != "gap")).Any(), $"before the gap: {string.Join(' ', _delivered)}");
    }

    private void Push(params string[] items)
    {
        foreach (var item in items)
        {
            if (_isClosed)
                _late.Add(item);
            _feed.Input!.OnNext(new UnknownMessage(item, string.Empty));
        }
    }
}

/// <summary>Subscriptions start and end while a stream delivers: a permanent one gets every item, a disposed one gets none.</summary>
internal sealed class SubscribeWhileDelivering : Scenario
{
    private readonly FeedStream<int> _stream = new("Test", new SubscriberFaultReporter(null));
    private readonly List<int> _stays = [];
    private readonly List<int> _late = [];

    public SubscribeWhileDelivering() => _stream.Subscribe(_stays.Add);

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            for (var i = 1; i <= 2; i++)
                FeedStream<int>.Send(_stream.Subscribers, i);
            _stream.End(null);
        },
        () => _stream.Subscribe(_late.Add),
        () =>
        {
            var isDisposed = false;
            var subscription = _stream.Subscribe(_ => Require(!isDisposed, "called after its disposal"));
            subscription.Dispose();
            isDisposed = true;
        },
    ];

    public override void Check()
    {
        Require(_stays.SequenceEqual([1, 2]), "a permanent subscriber gets every item");
        Require(_late is [] or [2] or [1, 2], "a late subscriber gets the rest");
    }
}

/// <summary>A new subscriber gets the latest status once, then each change.</summary>
internal sealed class JoinWhileStatusChanges : Scenario
{
    private readonly BehaviorStream<int> _status = new("Status", new SubscriberFaultReporter(null), 0);
    private readonly List<int> _seen = [];

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            _status.Add(1);
            _status.Drain();
            _status.Add(2);
            _status.Drain();
        },
        () => _status.Subscribe(_seen.Add),
    ];

    public override void Check() => Require(_seen is [0, 1, 2] or [1, 2] or [2], $"seen {string.Join(' ', _seen)}");
}

internal sealed class FeedSource : IObservable<NexusMessage>
{
    public IObserver<NexusMessage>? Input { get; private set; }

    public IDisposable Subscribe(IObserver<NexusMessage> observer)
    {
        Input = observer;
        return System.Reactive.Disposables.Disposable.Empty;
    }
}
