namespace Nexus.Reactive.Benchmarks;

/// <summary>The latencies of one round, in nanoseconds, and the garbage collections during it.</summary>
internal sealed class Latencies(int expected)
{
    private readonly long[] _values = new long[expected];
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _collections = GC.CollectionCount(0);
    private readonly TimeSpan _pauses = GC.GetTotalPauseDuration();
    private int _count;

    /// <summary>The percentiles of a table.</summary>
    public static IReadOnlyList<double> Percentiles { get; } = [50, 90, 99, 99.9, 100];

    /// <summary>Completes when all messages were received, and takes the state of the collector then.</summary>
    public Task All => _all.Task;

    public int Collections { get; private set; }

    public TimeSpan Pauses { get; private set; }

    /// <summary>Adds a message that was sent at a time of <see cref="PacedServer.Now"/>.</summary>
    public void Add(long sent)
    {
        var at = Interlocked.Increment(ref _count) - 1;
        _values[at] = (PacedServer.Now - sent + PacedServer.Cycle) % PacedServer.Cycle;
        if (at + 1 < expected)
            return;
        (Collections, Pauses) = (GC.CollectionCount(0) - _collections, GC.GetTotalPauseDuration() - _pauses);
        _all.TrySetResult();
    }

    /// <summary>Returns a percentile; 100 is the longest.</summary>
    public long At(double percentile)
    {
        var ordered = _ordered ??= [.. _values.Order()];
        return ordered[Math.Max(0, (int)Math.Ceiling(ordered.Length * percentile / 100) - 1)];
    }

    private long[]? _ordered;
}
