namespace Nexus.Reactive;

/// <summary>The sums of a sliding window: a trade is added once and taken out once, exactly.</summary>
/// <remarks>
/// Prices and quantities are whole ticks of a power of ten, the finest that came since the window was empty, and the volume fits 64 bits. So the notional
/// fits 126: it is at most the highest price times the volume. A window that holds a number beyond that is summed by <see cref="WideSlidingSums"/> until it is empty.
/// </remarks>
internal struct SlidingSums() : ISlidingAggregate<VwapBar>
{
    private SlidingTicks<long> _ticks = new();
    private long _volume;
    private long _buyVolume;
    private Int128 _notional;
    private int _priceScale;
    private int _quantityScale;
    private WideSlidingSums? _wide;

    public readonly int Count => _wide?.Count ?? _ticks.Count;

    public readonly long OldestTime => _wide?.OldestTime ?? _ticks[0].Time;

    public void Add(long time, Trade trade)
    {
        if (_wide is null && TryAdd(time, trade))
            return;
        (_wide ??= Widen()).Add(time, trade.Price, trade.Quantity, trade.Side);
    }

    public bool RemoveUntil(long time)
    {
        if (_wide is { } wide)
        {
            var hasChanged = wide.RemoveUntil(time);
            if (wide.Count == 0)
                _wide = null;
            return hasChanged;
        }

        if (_ticks.Count == 0 || _ticks[0].Time > time)
            return false;

        do
            RemoveOldestTick();
        while (_ticks.Count > 0 && _ticks[0].Time <= time);
        return true;
    }

    public readonly VwapBar ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap)
    {
        if (_wide is { } wide)
            return wide.ToResult(symbol, start, end, isComplete, hasGap);

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
            var range = _ticks.Range;
            sums.Open = _ticks[0].Price;
            sums.High = range.High;
            sums.Low = range.Low;
            sums.Close = _ticks[sums.Count - 1].Price;
        }

        return new VwapBar(symbol, WindowGrid.InRange(start), WindowGrid.InRange(end), sums, isComplete, hasGap);
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
        _notional += (Int128)Math.BigMul((ulong)price, (ulong)quantity);

        _ticks.Add(new Tick<long>(time, price, quantity, trade.Side));
        return true;
    }

    private void RemoveOldestTick()
    {
        ref readonly var tick = ref _ticks[0];
        _volume -= tick.Quantity;
        if (tick.Side == Side.Buy)
            _buyVolume -= tick.Quantity;
        _notional -= (Int128)Math.BigMul((ulong)tick.Price, (ulong)tick.Quantity);

        _ticks.RemoveFirst();
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
        var greatest = isPrice ? _ticks.Range.High : _volume;
        if (power > TickSums.MaxPower || !TickSums.TryScale((ulong)greatest, power, out _))
            return false;

        scale = finer;
        var factor = TickSums.Power(power);
        var rescaled = new SlidingTicks<long>();
        for (var i = 0; i < _ticks.Count; i++)
        {
            var tick = _ticks[i];
            rescaled.Add(isPrice ? tick with { Price = tick.Price * factor } : tick with { Quantity = tick.Quantity * factor });
        }

        _ticks = rescaled;
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
}
