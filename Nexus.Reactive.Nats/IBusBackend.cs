using System.Collections.Concurrent;

namespace Nexus.Reactive.Nats;

/// <summary>The storage of the bus: a server, or the memory of this process.</summary>
internal interface IBusBackend : IAsyncDisposable
{
    /// <summary>The name of the backend, for status messages.</summary>
    string Name { get; }

    /// <summary>Whether all work runs on the calling thread.</summary>
    bool IsInline { get; }

    /// <summary>Opens a log for reading. Each reader has its own connection, so a slow reader does not delay other readers.</summary>
    ValueTask<(ILog Log, IAsyncDisposable Connection)> OpenReaderAsync(BusSubjects subjects, CancellationToken cancellation);

    /// <summary>Opens a log for writing, together with the leases of its writers. The log is created if it does not exist.</summary>
    ValueTask<(ILog Log, ILeaseStore Leases, IAsyncDisposable Connection)> OpenWriterAsync(BusSubjects subjects, CancellationToken cancellation);
}

/// <summary>The backend of a bus inside this process.</summary>
internal sealed class MemoryBackend(NexusBusOptions options) : IBusBackend, IAsyncDisposable
{
    private const int Capacity = 1_000_000;

    private readonly ConcurrentDictionary<string, MemoryLog> _logs = new(StringComparer.Ordinal);
    private readonly MemoryLeaseStore _leases = new();

    public string Name => "memory";

    public bool IsInline => true;

    public MemoryLog GetLog(BusSubjects subjects) => _logs.GetOrAdd(subjects.Stream, _ => new MemoryLog(subjects, Capacity, options.TimeProvider.GetUtcNow));

    public ValueTask<(ILog Log, IAsyncDisposable Connection)> OpenReaderAsync(BusSubjects subjects, CancellationToken cancellation) =>
        ValueTask.FromResult<(ILog, IAsyncDisposable)>((GetLog(subjects), this));

    public ValueTask<(ILog Log, ILeaseStore Leases, IAsyncDisposable Connection)> OpenWriterAsync(BusSubjects subjects, CancellationToken cancellation) =>
        ValueTask.FromResult<(ILog, ILeaseStore, IAsyncDisposable)>((GetLog(subjects), _leases, this));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The backend of a bus on a NATS server.</summary>
internal sealed class JetStreamBackend(NexusBusOptions options, Action<string?> stateChanged) : IBusBackend
{
    public string Name => options.Server;

    public bool IsInline => false;

    public async ValueTask<(ILog Log, IAsyncDisposable Connection)> OpenReaderAsync(BusSubjects subjects, CancellationToken cancellation)
    {
        var connection = await JetStreamConnection.OpenAsync(options, stateChanged, cancellation).ConfigureAwait(false);
        return (new JetStreamLog(connection, subjects), connection);
    }

    public async ValueTask<(ILog Log, ILeaseStore Leases, IAsyncDisposable Connection)> OpenWriterAsync(BusSubjects subjects, CancellationToken cancellation)
    {
        var connection = await JetStreamConnection.OpenAsync(options, stateChanged, cancellation).ConfigureAwait(false);
        try
        {
            await connection.EnsureStreamAsync(subjects, options, cancellation).ConfigureAwait(false);
            var leases = await JetStreamLeaseStore.OpenAsync(connection, options, cancellation).ConfigureAwait(false);
            return (new JetStreamLog(connection, subjects), leases, connection);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
