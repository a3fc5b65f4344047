namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// A hand-written sliding window for one symbol with known tick sizes: whole ticks in a ring, the notional in 128 bits, divided when read. It handles no
/// clock, gap, high, low or second symbol, and returns wrong results for values that do not fit its ticks. Like this library, it publishes one small object
/// when trades leave and one when a trade arrives.
/// </summary>
internal sealed class TickRing(int milliseconds, Action<TickRing.Sums> publish)
{
    private const int PriceScale = 2;
    private const int QuantityScale = 5;

    private static readonly long[] Powers = [1, 10, 100, 1000, 10_000, 100_000];

    private readonly long _length = TimeSpan.FromMilliseconds(milliseconds).Ticks;
    private Tick[] _ticks = new Tick[16];
    private int _first;
    private int _count;
    private long _volume;
    private Int128 _notional;

    public void OnNext(Trade trade)
    {
        var now = trade.Timestamp.UtcTicks;
        var before = _count;
        while (_count > 0 && _ticks[_first].Time <= now - _length)
        {
            ref var oldest = ref _ticks[_first];
            _volume -= oldest.Quantity;
            _notional -= Math.BigMul(oldest.Price, oldest.Quantity);
            _first = (_first + 1) & (_ticks.Length - 1);
            _count--;
        }

        if (_count < before)
            publish(new Sums(_notional, _volume, _count));

        if (_count == _ticks.Length)
            Grow();
        var tick = new Tick(now, Ticks(trade.Price, PriceScale), Ticks(trade.Quantity, QuantityScale));
        _ticks[(_first + _count++) & (_ticks.Length - 1)] = tick;
        _volume += tick.Quantity;
        _notional += Math.BigMul(tick.Price, tick.Quantity);
        publish(new Sums(_notional, _volume, _count));
    }

    private void Grow()
    {
        var ticks = new Tick[2 * _count];
        for (var i = 0; i < _count; i++)
            ticks[i] = _ticks[(_first + i) & (_count - 1)];
        _ticks = ticks;
        _first = 0;
    }

    internal static long Ticks(decimal value, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return (((long)bits[1] << 32) | (uint)bits[0]) * Powers[scale - ((bits[3] >> 16) & 0xFF)];
    }

    private readonly record struct Tick(long Time, long Price, long Quantity);

    /// <summary>The published object.</summary>
    internal sealed record Sums(Int128 Notional, long Volume, int Count)
    {
        public decimal Vwap => (decimal)Notional / Volume / Powers[PriceScale];
    }
}
