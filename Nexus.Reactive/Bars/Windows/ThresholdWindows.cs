
namespace Nexus.Reactive;

/// <summary>Windows that end with the trade that brings them to a size: by count, volume or notional. They know no time but the trades' own.</summary>
internal sealed class ThresholdWindows<TAggregate, TResult>(IObserver<TResult> observer, ThresholdUnit measure, decimal size) : IObserver<NexusMessage>
    where TAggregate : struct, ITradeAggregate<TAggregate, TResult>
{
    private readonly PerSymbol<Window> _symbols = new();
    private readonly ExactSum _size = new(size);

    public static IObservable<TResult> Over(IObservable<NexusMessage> messages, ThresholdUnit measure, decimal size) =>
        SafeObservable.Create<TResult>(observer => messages.Subscribe(new ThresholdWindows<TAggregate, TResult>(observer, measure, size)));

    public void OnNext(NexusMessage value)
    {
        if (value is Trade trade)
            Add(trade);
        else if (value is FeedGap gap)
            Cut(gap.Symbol);
    }

    public void OnError(Exception error) => observer.OnError(error);

    public void OnCompleted()
    {
        foreach (var (symbol, window) in _symbols.InOrder)
        {
            if (window.Aggregate.Count > 0)
                observer.OnNext(window.Close(symbol, isLast: true));
        }

        observer.OnCompleted();
    }

    private void Add(Trade trade)
    {
        var window = _symbols[trade.Symbol];
        window.Add(trade, measure);
        if (window.Size.IsAtLeast(_size))
            observer.OnNext(window.Close(trade.Symbol, isLast: false));
    }

    private void Cut(Symbol? only)
    {
        foreach (var (symbol, window) in _symbols.InOrder)
        {
            if (only is null || only == symbol)
                window.Cut();
        }
    }

    private sealed class Window
    {
        private TAggregate _aggregate;
        private ExactSum _size;
        private DateTimeOffset _start;
        private DateTimeOffset _end;
        private bool _hasGap;

        public ref readonly TAggregate Aggregate => ref _aggregate;

        public ref readonly ExactSum Size => ref _size;

        public void Add(Trade trade, ThresholdUnit measure)
        {
            if (_aggregate.Count == 0)
                _start = trade.Timestamp;
            _end = trade.Timestamp;
            _aggregate.Add(trade);
            switch (measure)
            {
                case ThresholdUnit.Count:
                    _size.Add(1);
                    break;
                case ThresholdUnit.Volume:
                    _size.Add(trade.Quantity);
                    break;
                case ThresholdUnit.Notional:
                    _size.AddProduct(trade.Price, trade.Quantity);
                    break;
            }
        }

        /// <summary>A gap cuts a window that holds a trade; between two windows there is none to cut.</summary>
        public void Cut() => _hasGap = _aggregate.Count > 0;

        public TResult Close(Symbol symbol, bool isLast)
        {
            var result = _aggregate.ToResult(symbol, _start, _end, isComplete: !isLast && !_hasGap, _hasGap);
            _aggregate = default;
            _size = default;
            _hasGap = false;
            return result;
        }
    }
}
