using System.Collections.Concurrent;

namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>A queue with a defect that an exploration must find: its fast path ignores items that are stored but not yet counted.</summary>
internal sealed class OvertakingQueue<T>(Action<T> run)
{
    private readonly ConcurrentQueue<T> _waiting = new();
    private int _pending;

    public void Push(T item)
    {
        if (Interlocked.CompareExchange(ref _pending, 1, 0) != 0)
        {
            _waiting.Enqueue(item);
            if (Interlocked.Increment(ref _pending) != 1)
                return;
            _waiting.TryDequeue(out item!);
        }

        run(item);
        while (Interlocked.Decrement(ref _pending) != 0)
        {
            _waiting.TryDequeue(out item!);
            run(item);
        }
    }
}

/// <summary>Three threads push: one of them twice, or each of them.</summary>
internal abstract class ThreeThreadsPush(params string[] items) : Scenario
{
    private readonly List<string> _delivered = [];

    public override IEnumerable<Action> Threads => items.Select(static all => all.Split(' ')).Select(own => (Action)(() => Array.ForEach(own, Push)));

    public override void Check() => CheckOrder(_delivered, items);

    protected abstract void Push(string item);

    protected void Deliver(string item) => _delivered.Add(item);
}

internal sealed class OvertakingQueuePush : ThreeThreadsPush
{
    private readonly OvertakingQueue<string> _queue;

    public OvertakingQueuePush()
        : base("a1 a2", "b1", "c1") => _queue = new OvertakingQueue<string>(Deliver);

    protected override void Push(string item) => _queue.Push(item);
}
