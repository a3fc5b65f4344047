namespace Nexus.Reactive.Tests.Feed;

/// <summary>A thread that pushes items faster than they are delivered.</summary>
internal sealed class FastProducer
{
    /// <summary>The number of items that a producer may run ahead while the delivering thread stalls.</summary>
    public const int MaxAhead = 2 * FeedInput.Capacity;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Thread _thread;
    private int _pushed;

    /// <summary>Starts to push.</summary>
    /// <param name="count">The number of items, more than <see cref="MaxAhead"/>.</param>
    /// <param name="push">Pushes the item with the given number, which starts at 1.</param>
    public FastProducer(int count, Action<int> push)
    {
        _thread = new Thread(() =>
        {
            for (var number = 1; number <= count; number++)
            {
                push(number);
                Volatile.Write(ref _pushed, number);
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    private int Pushed => Volatile.Read(ref _pushed);

    // The first items may be delivered without waiting in the queue.
    private bool IsWaiting => Pushed >= FeedInput.Capacity - 2 && _thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin);

    /// <summary>Asserts that the thread waits before it is too far ahead.</summary>
    public void AssertWaits()
    {
        Assert.That(SpinWait.SpinUntil(() => Pushed > MaxAhead || IsWaiting, Patience), () => $"the producer stopped at {Pushed} in {_thread.ThreadState}");
        Assert.That(Pushed, Is.AtMost(MaxAhead), "items pushed ahead");
    }

    /// <summary>Asserts that the thread pushes all items.</summary>
    public void AssertEnds() => Assert.That(_thread.Join(Patience), "the producer continues");
}
