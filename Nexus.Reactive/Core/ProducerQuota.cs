namespace Nexus.Reactive;

/// <summary>Bounds how many items of one producer wait in a queue. At the limit the producer waits until half of them are delivered.</summary>
/// <remarks>A quota for each producer, not one for all: the items of a fast producer take no room from a slow one, so busy producers are delivered in equal shares.</remarks>
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

    /// <summary>Waits if the limit is reached. Not for the thread that delivers.</summary>
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
