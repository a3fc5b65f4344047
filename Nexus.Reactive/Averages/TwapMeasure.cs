namespace Nexus.Reactive;

/// <summary>Σ mid × time over the times at which the mid price is known, in quote asset × ticks. The sum is exact.</summary>
internal struct TwapMeasure : IBookMeasure<TwapMeasure, TwapBar>
{
    private ExactSum _integral;
    private long _known;
    private decimal? _mid;
    private long _time;

    public void AdvanceTo(long time)
    {
        if (_mid is { } mid && time > _time)
        {
            _integral.AddProduct(mid, time - _time);
            _known += time - _time;
        }

        _time = time;
    }

    public void Add(long time, Book book)
    {
        AdvanceTo(time);
        _mid = book.Mid;
    }

    public void Forget() => _mid = null;

    public readonly bool HasGrownSince(in TwapMeasure start) => _known != start._known;

    public readonly TwapBar ToResult(in TwapMeasure start, Symbol symbol, (long Start, long End) window, bool isComplete, bool hasGap)
    {
        var integral = _integral;
        integral.Subtract(start._integral);
        var known = _known - start._known;
        return new TwapBar(symbol, window, integral, known, isComplete && known == window.End - window.Start, hasGap);
    }
}
