namespace Nexus.Reactive;

/// <summary>The sums of a sliding window: a trade is added once and taken out once, exactly.</summary>
/// <remarks>
/// Prices and quantities are whole ticks of a power of ten, the finest that came since the window was empty, and the volume fits 64 bits. So the notional
/// fits 126: it is at most the highest price times the volume. A window that holds a number beyond that is summed by <see cref="WideSlidingSums"/> until it is empty.
/// </remarks>
internal sealed class SlidingSums : ISlidingAggregate<VwapBar>
{
    private readonly Ring<Tick> _ticks = new();

    // The numbers of those ticks that no later one in the window reaches: the first is the highest (lowest) of all.
    private readonly Ring<long> _highs = new();
    private readonly Ring<long> _lows = new();
    private long _oldest;
    private long _volume;
    private long _buyVolume;
    private Int128 _notional;
    private int _priceScale;
    private int _quantityScale;
    private WideSlidingSums? _wide;

    public int Count => _wide?.Count ?? _ticks.Count;

    public long OldestTime => _wide?.OldestTime ?? _ticks[0].Time;

    public void Add(long time, Trade trade)
    {
        if (_wide is null && TryAdd(time, trade))
            return;
        (_wide ??= Widen()).Add(time, trade.Price, trade.Quantity, trade.Side);
    }

    public void RemoveOldest()
    {
        if (_wide is { } wide)
        {
            wide.RemoveOldest();
            if (wide.Count == 0)
                _wide = null;
            return;
        }

        RemoveOldestTick();
    }

    public VwapBar ToResult(Symbol symbol, DateTimeOffset start, DateTimeOffset end, bool isComplete, bool hasGap)
    {
        if (_wide is { } wide)
            return new VwapBar(symbol, start, end, wide.ToSums(), isComplete, hasGap);

        var sums = new TickSums
        {
            PriceScale = (byte)_priceScale,
            VolumeScale = (byte)_quantityScale,
            NotionalScale = (byte)(_priceScale + _quantityScale),
            Count = _ticks.Count,
        };
        if (sums.Count > 0)
        {
            sums.Notional = _notional;
            sums.Volume = _volume;
            sums.BuyVolume = _buyVolume;
            sums.Open = _ticks[0].Price;
            sums.High = PriceOf(_highs[0]);
            sums.Low = PriceOf(_lows[0]);
            sums.Close = _ticks[sums.Count - 1].Price;
        }

        return new VwapBar(symbol, start, end, sums, isComplete, hasGap);
    }

    private bool TryAdd(long time, Trade trade)
    {
        if (!TryTicks(new DecimalParts(trade.Price), ref _priceScale, isPrice: true, out var price)
            || !TryTicks(new DecimalParts(trade.Quantity), ref _quantityScale, isPrice: false, out var quantity)
            || quantity > long.MaxValue - _volume)
            return false;

        _volume += quantity;
        if (trade.Side == Side.Buy)
            _buyVolume += quantity;
        _notional += Math.BigMul(price, quantity);

        while (_highs.Count > 0 && PriceOf(_highs[_highs.Count - 1]) <= price)
            _highs.RemoveLast();
        while (_lows.Count > 0 && PriceOf(_lows[_lows.Count - 1]) >= price)
            _lows.RemoveLast();
        _highs.Add(_oldest + _ticks.Count);
        _lows.Add(_oldest + _ticks.Count);
        _ticks.Add(new Tick(time, price, quantity, trade.Side));
        return true;
    }

    private void RemoveOldestTick()
    {
        var tick = _ticks[0];
        _volume -= tick.Quantity;
        if (tick.Side == Side.Buy)
            _buyVolume -= tick.Quantity;
        _notional -= Math.BigMul(tick.Price, tick.Quantity);

        if (_highs[0] == _oldest)
            _highs.RemoveFirst();
        if (_lows[0] == _oldest)
            _lows.RemoveFirst();
        _ticks.RemoveFirst();
        _oldest++;
        if (_ticks.Count == 0)
            _priceScale = _quantityScale = 0;
    }

    /// <summary>The number in ticks of the window, which become finer if it is.</summary>
    private bool TryTicks(DecimalParts parts, ref int scale, bool isPrice, out long ticks)
    {
        ticks = 0;
        if (parts.High != 0 || parts.IsNegative || (parts.Scale > scale && !TryRefine(ref scale, parts.Scale, isPrice)))
            return false;
        return TickSums.TryScale(parts.Low, scale - parts.Scale, out ticks);
    }

    // At most once for each decimal place there is, so still O(1) amortised.
    private bool TryRefine(ref int scale, int finer, bool isPrice)
    {
        var power = finer - scale;
        if (_ticks.Count == 0)
        {
            scale = finer;
            return true;
        }

        // Ticks of no quantity fit any scale, a power of ten does not.
        var greatest = isPrice ? PriceOf(_highs[0]) : _volume;
        if (power > TickSums.MaxPower || !TickSums.TryScale((ulong)greatest, power, out _))
            return false;

        scale = finer;
        var factor = TickSums.Power(power);
        for (var i = 0; i < _ticks.Count; i++)
        {
            ref var tick = ref _ticks[i];
            tick = isPrice ? tick with { Price = tick.Price * factor } : tick with { Quantity = tick.Quantity * factor };
        }

        _notional *= factor;
        if (!isPrice)
        {
            _volume *= factor;
            _buyVolume *= factor;
        }

        return true;
    }

    private WideSlidingSums Widen()
    {
        var wide = new WideSlidingSums();
        while (_ticks.Count > 0)
        {
            var tick = _ticks[0];
            wide.Add(
                tick.Time,
                DecimalParts.ToDecimal((UInt128)tick.Price, _priceScale, isNegative: false),
                DecimalParts.ToDecimal((UInt128)tick.Quantity, _quantityScale, isNegative: false),
                tick.Side);
            RemoveOldestTick();
        }

        _priceScale = _quantityScale = 0;
        return wide;
    }

    private long PriceOf(long number) => _ticks[(int)(number - _oldest)].Price;

    /// <summary>All that is kept of a trade: 24 bytes.</summary>
    private readonly record struct Tick
    {
        private readonly long _timeAndSide;

        public Tick(long time, long price, long quantity, Side side)
        {
            _timeAndSide = (time << 1) | (side == Side.Buy ? 0 : 1L);
            Price = price;
            Quantity = quantity;
        }

        public long Price { get; init; }

        public long Quantity { get; init; }

        public long Time => _timeAndSide >> 1;

        public Side Side => (_timeAndSide & 1) == 0 ? Side.Buy : Side.Sell;
    }
}
