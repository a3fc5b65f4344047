namespace Nexus.Reactive.Nats;

/// <summary>Holds one value a key, with a revision that grows with each write.</summary>
internal interface ILeaseStore
{
    /// <summary>The holder and the revision of a key; null if the key was never written.</summary>
    ValueTask<LeaseEntry?> ReadAsync(string key, CancellationToken cancellation);

    /// <summary>Writes a holder if the key still has a revision (0: no value). Returns the new revision, or null if the key has another one.</summary>
    ValueTask<long?> TryWriteAsync(string key, string holder, long revision, CancellationToken cancellation);
}

/// <summary>A lease as the store holds it. An empty holder means that it was given up.</summary>
internal readonly record struct LeaseEntry(string Holder, long Revision);

/// <summary>Leases inside this process.</summary>
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
