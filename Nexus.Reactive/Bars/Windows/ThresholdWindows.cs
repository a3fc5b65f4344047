namespace Nexus.Reactive;

/// <summary>Windows that close with the trade that brings them to a threshold of count, volume or notional.</summary>
internal sealed class ThresholdWindows<TAggregate, TResult>(IObserver<TResult> observer, WindowSource source, ThresholdUnit unit, decimal threshold)
    : WindowEngine<ThresholdStream<TAggregate>, TResult>(observer, source)
    where TAggregate : struct, ITradeAggregate<TAggregate, TResult>
{
    private readonly ExactSum _threshold = new(threshold);

    // Sorted by their first trades.
    private readonly List<ThresholdStream<TAggregate>> _symbols = [];

    protected override long NextDue => long.MaxValue;

    protected override void Advance()
    {
    }

    protected override void Jump(long from)
    {
    }

    protected override void Restart()
    {
    }

    protected override void Add(ThresholdStream<TAggregate> stream, Trade trade)
    {
        if (!stream.HasTraded)
            _symbols.Add(stream);
        if (stream.Aggregate.Count == 0)
            stream.Open(Now, Coverage.CountCuts(stream));
        stream.Add(Now, trade, unit);
        if (stream.Total.IsAtLeast(_threshold))
            Close(stream, isLast: false);
    }

    protected override void Flush()
    {
        foreach (var stream in _symbols)
        {
            if (stream.Aggregate.Count > 0)
                Close(stream, isLast: true);
        }
    }

    private void Close(ThresholdStream<TAggregate> stream, bool isLast)
    {
        var hasGap = Coverage.CountCuts(stream) != stream.CutsAtStart;
        var result = stream.Aggregate.ToResult(stream.Symbol, WindowTime.Clamp(stream.Start), WindowTime.Clamp(stream.End), !isLast && !hasGap, hasGap);
        stream.Clear();
        Publish(result);
    }
}
