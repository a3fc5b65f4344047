namespace Nexus.Reactive;

/// <summary>Counts the items of one producer that wait in a <see cref="DrainQueue{T, TTarget}"/>. At the limit the producer waits until half of them are delivered.</summary>
/// <remarks>
/// Each producer has its own quota: a fast producer takes no space from a slow one, so busy producers are served in equal shares. The limit is
/// <paramref name="capacity"/>, and twice that after a stall until the producer has room again.
/// </remarks>
internal sealed class ProducerQuota(int capacity)
{
    private readonly int _capacity = capacity;
    private int _used;
    private int _limit = capacity;

    public bool IsUsedUp => Volatile.Read(ref _used) >= Volatile.Read(ref _limit);

    public bool HasRoom => Volatile.Read(ref _used) <= _capacity / 2;

    public void Take() => Interlocked.Increment(ref _used);

    /// <summary>Returns true when the producer has room again.</summary>
    public bool Return()
    {
        if (Interlocked.Decrement(ref _used) != _capacity / 2)
            return false;
        Volatile.Write(ref _limit, _capacity);
        return true;
    }

    /// <summary>Raises the limit, because the turn that stalls may be waiting for this producer.</summary>
    public void Extend() => Volatile.Write(ref _limit, 2 * _capacity);
}
