namespace Nexus.Reactive.Nats;

/// <summary>Stores one value per key, with a revision that increases with each write.</summary>
internal interface ILeaseStore
{
    /// <summary>Returns the holder and the revision of a key; null if the key was never written.</summary>
    ValueTask<LeaseEntry?> ReadAsync(string key, CancellationToken cancellation);

    /// <summary>
    /// Writes a holder if the key still has the specified revision (0: no value). Returns the new revision, or null if the revision of the key differs.
    /// </summary>
    ValueTask<long?> TryWriteAsync(string key, string holder, long revision, CancellationToken cancellation);
}

/// <summary>A lease in the store. If the holder is empty, the lease was released.</summary>
internal readonly record struct LeaseEntry(string Holder, long Revision);

/// <summary>Stores leases inside this process.</summary>
internal sealed class MemoryLeaseStore : ILeaseStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LeaseEntry> _entries = new(StringComparer.Ordinal);
    private long _revision;

    public ValueTask<LeaseEntry?> ReadAsync(string key, CancellationToken cancellation)
    {
        lock (_gate)
            return ValueTask.FromResult(_entries.TryGetValue(key, out var entry) ? entry : (LeaseEntry?)null);
    }

    public ValueTask<long?> TryWriteAsync(string key, string holder, long revision, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(key).Revision != revision)
                return ValueTask.FromResult((long?)null);
            _entries[key] = new LeaseEntry(holder, ++_revision);
            return ValueTask.FromResult((long?)_revision);
        }
    }
}
