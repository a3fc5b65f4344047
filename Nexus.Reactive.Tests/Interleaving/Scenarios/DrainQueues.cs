namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

internal class DrainQueuePush : ThreeThreadsPush
{
    private readonly DrainQueue<string> _queue;

    public DrainQueuePush()
        : this("a1 a2", "b1", "c1")
    {
    }

    protected DrainQueuePush(params string[] items)
        : base(items) => _queue = new DrainQueue<string>(Deliver);

    protected override void Push(string item) => _queue.Push(item);
}

internal sealed class DrainQueuePushTwice() : DrainQueuePush("a1 a2", "b1 b2", "c1 c2");

/// <summary>Three threads, two of which decide under a lock what they push, as a client does; deliveries also push and throw.</summary>
internal sealed class DrainQueueUnderLock : Scenario
{
    private readonly Lock _gate = new();
    private readonly List<string> _decided = [];
    private readonly List<string> _delivered = [];
    private readonly DrainQueue<string> _queue;

    public DrainQueueUnderLock() => _queue = new DrainQueue<string>(Deliver);

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            Receive("a1");
            Receive("a2");
        },
        () => Post("a3"),
        () =>
        {
            try
            {
                _queue.Push("b1");
            }
            catch (FormatException)
            {
                return;
            }
        },
    ];

    public override void Check()
    {
        CheckOrder(_delivered, "b1", "r1");
        Require(_decided.SequenceEqual(_delivered.Where(static item => item[0] == 'a')), $"decided {string.Join(' ', _decided)}, delivered {string.Join(' ', _delivered)}");
    }

    private void Receive(string item)
    {
        bool isAlone;
        lock (_gate)
        {
            _decided.Add(item);
            isAlone = _queue.TryEnter();
            if (!isAlone)
                _queue.Add(item);
        }

        if (!isAlone)
        {
            Drain();
            return;
        }

        _delivered.Add(item);
        try
        {
            _queue.Leave();
        }
        catch (FormatException)
        {
            return;
        }
    }

    private void Post(string item)
    {
        lock (_gate)
        {
            _decided.Add(item);
            _queue.Add(item);
        }

        Drain();
    }

    private void Drain()
    {
        try
        {
            _queue.Drain();
        }
        catch (FormatException)
        {
            return;
        }
    }

    private void Deliver(string item)
    {
        _delivered.Add(item);
        if (item != "b1")
            return;
        _queue.Push("r1");
        throw new FormatException();
    }
}

/// <summary>Two producers with a quota of two share one queue: no producer waits forever, and neither has more than two items in it.</summary>
internal class QuotaOfTwo : Scenario
{
    private readonly Dictionary<char, ProducerQuota> _quotas = "ab".ToDictionary(static letter => letter, static _ => new ProducerQuota(2));
    private readonly List<string> _delivered = [];
    private readonly List<string> _waiting = [];
    private readonly DrainQueue<string> _queue;
    private int _mostWaiting;

    public QuotaOfTwo() => _queue = new DrainQueue<string>(Deliver, maxForeignItems: 1);

    public override IEnumerable<Action> Threads => "ab".Select(letter => (Action)(() =>
    {
        for (var i = 1; i <= 3; i++)
            Push($"{letter}{i}");
    }));

    protected virtual int Undelivered => 0;

    public override void Check()
    {
        Require(_waiting.Count <= Undelivered, $"{string.Join(' ', _waiting)} still wait");
        Require(_mostWaiting <= 3, $"{_mostWaiting} waited or were being delivered");
        foreach (var letter in "ab")
        {
            var own = _delivered.Where(item => item[0] == letter).ToList();
            Require(own.SequenceEqual(own.Order()), $"delivered {string.Join(' ', _delivered)}");
        }
    }

    private void Push(string item)
    {
        _waiting.Add(item);
        _mostWaiting = Math.Max(_mostWaiting, _waiting.Count(other => other[0] == item[0]));
        _queue.Push(item, _quotas[item[0]]);
    }

    private void Deliver(string item)
    {
        _waiting.Remove(item);
        Schedule.Point();
        _delivered.Add(item);
    }
}

/// <summary>The thread pool never runs, for example because all its threads are producers: no producer waits forever.</summary>
internal sealed class QuotaWithoutPool : QuotaOfTwo
{
    public override bool HasPool => false;

    // The pool would deliver the items that the producers left in the queue.
    protected override int Undelivered => 4;
}

/// <summary>
/// A producer at its limit holds a lock that the subscriber needs, as Rx's Merge does when a subscriber pushes into it: all items are delivered,
/// because the producer does not wait for a turn that stalls.
/// </summary>
internal sealed class QuotaUnderTheSubscribersLock : Scenario
{
    private readonly Lock _merge = new();
    private readonly ProducerQuota _quota = new(1);
    private readonly List<string> _delivered = [];
    private readonly DrainQueue<string> _queue;

    public override bool CanStall => true;

    public QuotaUnderTheSubscribersLock() => _queue = new DrainQueue<string>(Deliver, maxForeignItems: 1);

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            Push("a1");
            Push("a2");
            Push("a3");
        },
        () => _queue.Push("b1"),
    ];

    public override void Check()
    {
        CheckOrder(_delivered, "a1 a2 a3", "b1");
        Require(_delivered.Count(static item => item[0] == 'r') == 4, string.Join(' ', _delivered));
    }

    private void Push(string item)
    {
        lock (_merge)
            _queue.Push(item, _quota);
    }

    private void Deliver(string item)
    {
        _delivered.Add(item);
        if (item[0] != 'r')
            Push($"r{_delivered.Count}");
    }
}
