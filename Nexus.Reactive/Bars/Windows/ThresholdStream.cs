namespace Nexus.Reactive;

/// <summary>One symbol's stream in windows with a threshold, with its open window.</summary>
internal sealed class ThresholdStream<TAggregate> : SymbolStream
    where TAggregate : struct, IAddable<TAggregate>
{
    private TAggregate _aggregate;
    private ExactSum _total;

    public bool HasTraded { get; private set; }

    public ref readonly TAggregate Aggregate => ref _aggregate;

    /// <summary>The amount that counts toward the threshold so far.</summary>
    public ref readonly ExactSum Total => ref _total;

    public long Start { get; private set; }

    public long End { get; private set; }

    /// <summary>The number of cuts when the window opened. A larger number later means that the window contains a gap.</summary>
    public int CutsAtStart { get; private set; }

    public void Open(long now, int cuts)
    {
        HasTraded = true;
        Start = now;
        CutsAtStart = cuts;
    }

    public void Add(long now, Trade trade, ThresholdUnit unit)
    {
        End = now;
        _aggregate.Add(trade);
        switch (unit)
        {
            case ThresholdUnit.Count:
                _total.Add(1);
                break;
            case ThresholdUnit.Volume:
                _total.Add(trade.Quantity);
                break;
            case ThresholdUnit.Notional:
                _total.AddProduct(trade.Price, trade.Quantity);
                break;
        }
    }

    public void Clear()
    {
        _aggregate = default;
        _total = default;
    }
}
