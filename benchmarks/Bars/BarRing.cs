namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// A <see cref="TickRing"/> that publishes the same bars as this library, including the highest and lowest price: the minimum cost of these bars in
/// hand-written code. Prices have two decimal places and quantities five.
/// </summary>
internal sealed class BarRing(int milliseconds, Action<VwapBar> publish)
{
    private const int PriceScale = 2;
    private const int QuantityScale = 5;

    private readonly long _length = TimeSpan.FromMilliseconds(milliseconds).Ticks;
    private readonly Prices _highs = new();
    private readonly Prices _lows = new();
    private Tick[] _ticks = new Tick[16];
    private long _oldest;
    private long _next;
    private long _began = -1;
    private FixedPointSums _sums;

    public void OnNext(Trade trade)
    {
        var now = trade.Timestamp.UtcTicks;
        if (_began < 0)
            _began = now;
        var before = _oldest;
        while (_oldest < _next && At(_oldest).Time <= now - _length)
            RemoveOldest();
        if (_oldest > before)
            Publish(trade.Symbol, now);

        if (_next - _oldest == _ticks.Length)
            Grow();
        var tick = new Tick(now, TickRing.Ticks(trade.Price, PriceScale), TickRing.Ticks(trade.Quantity, QuantityScale), trade.Side == Side.Buy);
        while (_highs.Any && At(_highs.Last).Price <= tick.Price)
            _highs.RemoveLast();
        while (_lows.Any && At(_lows.Last).Price >= tick.Price)
            _lows.RemoveLast();
        _highs.Add(_next);
        _lows.Add(_next);
        At(_next++) = tick;
        _sums.Volume += tick.Quantity;
        if (tick.IsBuy)
            _sums.BuyVolume += tick.Quantity;
        _sums.Notional += Math.BigMul(tick.Price, tick.Quantity);
        Publish(trade.Symbol, now);
    }

    private void RemoveOldest()
    {
        ref var tick = ref At(_oldest);
        _sums.Volume -= tick.Quantity;
        if (tick.IsBuy)
            _sums.BuyVolume -= tick.Quantity;
        _sums.Notional -= Math.BigMul(tick.Price, tick.Quantity);
        if (_highs.First == _oldest)
            _highs.RemoveFirst();
        if (_lows.First == _oldest)
            _lows.RemoveFirst();
        _oldest++;
    }

    private void Publish(Symbol symbol, long now)
    {
        var sums = _sums;
        sums.Count = (int)(_next - _oldest);
        if (sums.Count > 0)
        {
            sums.PriceScale = PriceScale;
            sums.VolumeScale = QuantityScale;
            sums.NotionalScale = PriceScale + QuantityScale;
            sums.Open = At(_oldest).Price;
            sums.High = At(_highs.First).Price;
            sums.Low = At(_lows.First).Price;
            sums.Close = At(_next - 1).Price;
        }

        publish(new VwapBar(symbol, now - _length, now, sums, isComplete: _began <= now - _length + 1, hasGap: false));
    }

    private ref Tick At(long number) => ref _ticks[number & (_ticks.Length - 1)];

    private void Grow()
    {
        var ticks = new Tick[2 * _ticks.Length];
        for (var i = _oldest; i < _next; i++)
            ticks[i & (ticks.Length - 1)] = At(i);
        _ticks = ticks;
    }

    private readonly record struct Tick(long Time, long Price, long Quantity, bool IsBuy);

    /// <summary>The indices of the trades whose price is not reached by a later trade.</summary>
    private sealed class Prices
    {
        private long[] _numbers = new long[64];
        private int _first;
        private int _end;

        public bool Any => _first < _end;

        public long First => _numbers[_first & (_numbers.Length - 1)];

        public long Last => _numbers[(_end - 1) & (_numbers.Length - 1)];

        public void Add(long number)
        {
            if (_end - _first == _numbers.Length)
                Grow();
            _numbers[_end++ & (_numbers.Length - 1)] = number;
        }

        public void RemoveFirst() => _first++;

        public void RemoveLast() => _end--;

        private void Grow()
        {
            var numbers = new long[2 * _numbers.Length];
            for (var i = _first; i < _end; i++)
                numbers[i & (numbers.Length - 1)] = _numbers[i & (_numbers.Length - 1)];
            _numbers = numbers;
        }
    }
}
