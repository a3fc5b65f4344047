namespace Nexus.Reactive;

/// <summary>Groups consecutive trades of each symbol that have the same timestamp, side and, optionally, price.</summary>
/// <remarks>A sweep is over when another trade of the symbol does not belong to it, when the clock passes its millisecond, or when the stream is cut or ends.</remarks>
internal sealed class SweepEngine(IObserver<TradeSweep> observer, WindowSource source, bool acrossPrices) : WindowEngine<SweepEngine.Stream, TradeSweep>(observer, source)
{
    private const long Never = long.MaxValue;

    // The symbols with an open sweep, in the order of their first trades. All these sweeps end with the same millisecond of the clock.
    private readonly List<Stream> _open = [];
    private long _end = Never;

    protected override long NextDue => _end;

    protected override void Advance()
    {
        if (_end <= Now)
            CloseAll(isOver: true);
    }

    protected override void Jump(long from) => CloseAll(isOver: true);

    protected override void Restart()
    {
    }

    protected override void Flush() => CloseAll(isOver: false);

    protected override void OnCut(Symbol? symbol)
    {
        if (symbol is not { } one)
            CloseAll(isOver: false);
        else if (Coverage[one] is { First: not null } stream)
            Close(stream, isOver: false);
    }

    protected override void Add(Stream stream, Trade trade)
    {
        if (stream.First is { } first && !BelongsTo(first, trade))
            Close(stream, isOver: true);
        if (stream.First is null)
        {
            stream.Start = Now;
            _open.Add(stream);
            _end = Floor(Now) + TimeSpan.TicksPerMillisecond;
        }

        stream.Add(trade);
    }

    private static long Floor(long ticks) => ticks - (ticks % TimeSpan.TicksPerMillisecond);

    private bool BelongsTo(Trade first, Trade trade) =>
        trade.Timestamp == first.Timestamp && trade.Side == first.Side && (acrossPrices || trade.Price == first.Price);

    private void CloseAll(bool isOver)
    {
        _end = Never;
        while (_open.Count > 0 && !IsStopped)
        {
            Stream[] open = [.. _open];
            _open.Clear();
            foreach (var stream in open)
                Publish(stream, isOver);
        }
    }

    private void Close(Stream stream, bool isOver)
    {
        _open.Remove(stream);
        if (_open.Count == 0)
            _end = Never;
        Publish(stream, isOver);
    }

    // The first millisecond of a stream, and those in which a gap begins and ends, may contain trades that were not received.
    private void Publish(Stream stream, bool isOver)
    {
        var start = Floor(stream.Start);
        var hasGap = Coverage.HasGap(stream, start - 1);
        var sweep = new TradeSweep(
            stream.First!, stream.Last!, stream.Count, stream.Quantity, stream.Notional, isOver && !hasGap && stream.BeganAt < start, hasGap);
        stream.Clear();
        Publish(sweep);
    }

    internal sealed class Stream : SymbolStream
    {
        private ExactSum _quantity;
        private ExactSum _notional;

        public Trade? First { get; private set; }

        public Trade? Last { get; private set; }

        public int Count { get; private set; }

        public long Start { get; set; }

        public ref readonly ExactSum Quantity => ref _quantity;

        public ref readonly ExactSum Notional => ref _notional;

        public void Add(Trade trade)
        {
            First ??= trade;
            Last = trade;
            Count++;
            _quantity.Add(trade.Quantity);
            _notional.AddProduct(trade.Price, trade.Quantity);
        }

        public void Clear()
        {
            First = Last = null;
            Count = 0;
            _quantity = _notional = default;
        }
    }
}
