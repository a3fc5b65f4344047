namespace Nexus.Reactive;

/// <summary>Limits the number of one producer's items in a queue. At the limit the producer waits until half of them are delivered.</summary>
/// <remarks>Each producer has its own quota: a fast producer takes no space from a slow one, so busy producers are served in equal shares.</remarks>
internal sealed class ProducerQuota(int capacity)
{
    private readonly object _room = new();
    private int _used;

    public void Take() => Interlocked.Increment(ref _used);

    public void Return()
    {
        if (Interlocked.Decrement(ref _used) != capacity / 2)
            return;
        lock (_room)
            Monitor.PulseAll(_room);
    }

    /// <summary>Waits if the limit is reached. Must not be called on the delivering thread.</summary>
    public void WaitForRoom()
    {
        if (Volatile.Read(ref _used) < capacity)
            return;
        lock (_room)
        {
            while (Volatile.Read(ref _used) > capacity / 2)
                Monitor.Wait(_room);
        }
    }
}
