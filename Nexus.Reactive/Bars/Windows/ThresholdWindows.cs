namespace Nexus.Reactive;

/// <summary>Windows that close with the trade that brings them to a threshold of count, volume or notional.</summary>
internal sealed class ThresholdWindows<TAggregate, TResult>(IObserver<TResult> observer, WindowSource source, ThresholdUnit unit, decimal threshold, bool splits)
    : WindowEngine<ThresholdStream<TAggregate>, TResult>(observer, source)
    where TAggregate : struct, ITradeAggregate<TAggregate, TResult>
{
    // A trade of an absurd size must not stop the stream.
    private const int MaxParts = 100_000;

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
        for (var parts = 1; splits && parts < MaxParts && !IsStopped && TrySplit(stream, trade, out var part, out var rest); parts++)
        {
            AddPart(stream, part);
            trade = rest;
        }

        if (!IsStopped)
            AddPart(stream, trade);
    }

    protected override void Flush()
    {
        foreach (var stream in _symbols)
        {
            if (stream.Aggregate.Count > 0)
                Close(stream, isLast: true);
        }
    }

    // Splits a trade that exceeds the open window, unless a part would be rounded.
    private bool TrySplit(ThresholdStream<TAggregate> stream, Trade trade, out Trade part, out Trade rest)
    {
        part = rest = trade;
        var room = _threshold;
        room.Subtract(stream.Total);
        var excess = new ExactSum(trade.Quantity);
        excess.Subtract(room);
        if (!excess.IsAtLeast(default) || excess.IsZero)
            return false;
        var (inside, outside) = (room.ToDecimal(), excess.ToDecimal());
        if (!room.Equals(new ExactSum(inside)) || !excess.Equals(new ExactSum(outside)))
            return false;
        part = trade with { Quantity = inside };
        rest = trade with { Quantity = outside };
        return true;
    }

    private void AddPart(ThresholdStream<TAggregate> stream, Trade trade)
    {
        if (stream.Aggregate.Count == 0)
            stream.Open(Now, Coverage.CountCuts(stream));
        stream.Add(Now, trade, unit);
        if (stream.Total.IsAtLeast(_threshold))
            Close(stream, isLast: false);
    }

    private void Close(ThresholdStream<TAggregate> stream, bool isLast)
    {
        var hasGap = Coverage.CountCuts(stream) != stream.CutsAtStart;
        var result = stream.Aggregate.ToResult(stream.Symbol, WindowTime.Clamp(stream.Start), WindowTime.Clamp(stream.End), !isLast && !hasGap, hasGap);
        stream.Clear();
        Publish(result);
    }
}
