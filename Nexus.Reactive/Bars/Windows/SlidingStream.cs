namespace Nexus.Reactive;

/// <summary>One symbol's stream in a sliding window.</summary>
internal sealed class SlidingStream<TAggregate> : SymbolStream
    where TAggregate : struct
{
    /// <summary>The position of the symbol's first trade among those of all symbols; -1 before the first trade.</summary>
    public int Order { get; set; } = -1;

    /// <summary>The trades in the window; null if there are none.</summary>
    public SlidingContents<TAggregate>? Contents { get; set; }
}

/// <summary>The trades in a sliding window.</summary>
internal sealed class SlidingContents<TAggregate>
    where TAggregate : struct
{
    private TAggregate _aggregate = new();

    public ref TAggregate Aggregate => ref _aggregate;
}
