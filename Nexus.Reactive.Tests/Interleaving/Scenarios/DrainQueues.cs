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

/// <summary>Two producers with a quota of two share one queue: no producer waits forever, and at most the quota plus one waits.</summary>
internal sealed class QuotaOfTwo : Scenario
{
    private readonly ProducerQuota _quota = new(2);
    private readonly List<string> _delivered = [];
    private readonly DrainQueue<string> _queue;
    private int _waiting;
    private int _mostWaiting;

    public QuotaOfTwo() => _queue = new DrainQueue<string>(Deliver);

    public override IEnumerable<Action> Threads => "ab".Select(letter => (Action)(() =>
    {
        for (var i = 1; i <= 3; i++)
            Push($"{letter}{i}");
    }));

    public override void Check()
    {
        CheckOrder(_delivered, "a1 a2 a3", "b1 b2 b3");
        Require(_mostWaiting <= 4, $"{_mostWaiting} waited");
    }

    private void Push(string item)
    {
        _quota.Take();
        _mostWaiting = Math.Max(_mostWaiting, ++_waiting);
        _queue.Add(item);
        _queue.Drain();
        if (!_queue.IsOwner)
            _quota.WaitForRoom();
    }

    private void Deliver(string item)
    {
        _waiting--;
        _quota.Return();
        Schedule.Point();
        _delivered.Add(item);
    }
}
