namespace Nexus.Reactive;

/// <summary>The sums of a sliding window: a trade is added once and taken out once, exactly.</summary>
/// <remarks>
/// Prices and quantities are whole ticks of a power of ten, the finest that came since the window was empty, and the volume fits 64 bits. So the notional
/// fits 126: it is at most the highest price times the volume. A window that holds a number beyond that is summed by <see cref="BigSlidingSums"/> until it is empty.
/// </remarks>
internal struct SlidingSums() : ISlidingAggregate<VwapBar>
{
    private SlidingMinMax<long> _ticks = new();

    // Kept as the bar has them, so that publishing one is a copy.
    private FixedPointSums _sums;
    private long _oldestTime;
    private BigSlidingSums? _wide;

    public readonly int Count => _wide?.Count ?? _sums.Count;

    public readonly long OldestTime => _wide?.OldestTime ?? _oldestTime;

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

        if (_sums.Count == 0 || _oldestTime > time)
            return false;

        do
            RemoveOldest();
        while (_sums.Count > 0 && _oldestTime <= time);
        if (_sums.Count > 0)
            (_sums.High, _sums.Low) = _ticks.Range;
        return true;
    }

    public readonly VwapBar ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        _wide is { } wide
            ? wide.ToResult(symbol, start, end, isComplete, hasGap)
            : new VwapBar(symbol, WindowGrid.InRange(start), WindowGrid.InRange(end), _sums, isComplete, hasGap);

    private bool TryAdd(long time, Trade trade)
    {
        if (!TryTicks(new DecimalParts(trade.Price), ref _sums.PriceScale, isPrice: true, out var price)
            || !TryTicks(new DecimalParts(trade.Quantity), ref _sums.VolumeScale, isPrice: false, out var quantity)
            || quantity > long.MaxValue - _sums.Volume)
            return false;

        _ticks.Add(new ScaledTrade<long>(time, price, quantity, trade.Side));
        if (_sums.Count++ == 0)
        {
            _sums.NotionalScale = (byte)(_sums.PriceScale + _sums.VolumeScale);
            _sums.Open = _sums.High = _sums.Low = price;
            _oldestTime = time;
        }

        _sums.High = Math.Max(_sums.High, price);
        _sums.Low = Math.Min(_sums.Low, price);
        _sums.Close = price;
        _sums.Volume += quantity;
        if (trade.Side == Side.Buy)
            _sums.BuyVolume += quantity;
        _sums.Notional += (Int128)Math.BigMul((ulong)price, (ulong)quantity);
        return true;
    }

    // The range stays behind.
    private void RemoveOldest()
    {
        ref readonly var tick = ref _ticks[0];
        _sums.Volume -= tick.Quantity;
        if (tick.Side == Side.Buy)
            _sums.BuyVolume -= tick.Quantity;
        _sums.Notional -= (Int128)Math.BigMul((ulong)tick.Price, (ulong)tick.Quantity);
        _ticks.RemoveFirst();
        if (--_sums.Count == 0)
        {
            _sums = default;
            return;
        }

        ref readonly var next = ref _ticks[0];
        _sums.Open = next.Price;
        _oldestTime = next.Time;
    }

    /// <summary>The number in ticks of the window, which become finer if it is.</summary>
    private bool TryTicks(DecimalParts parts, ref byte scale, bool isPrice, out long ticks)
    {
        ticks = 0;
        if (parts.High != 0 || parts.IsNegative || (parts.Scale > scale && !TryRefine(ref scale, parts.Scale, isPrice)))
            return false;
        return FixedPointSums.TryScale(parts.Low, scale - parts.Scale, out ticks);
    }

    // At most once for each decimal place there is, so still O(1) amortised.
    private bool TryRefine(ref byte scale, int finer, bool isPrice)
    {
        var power = finer - scale;
        if (_sums.Count == 0)
        {
            scale = (byte)finer;
            return true;
        }

        // Ticks of no quantity fit any scale, a power of ten does not.
        var greatest = isPrice ? _sums.High : _sums.Volume;
        if (power > FixedPointSums.MaxPower || !FixedPointSums.TryScale((ulong)greatest, power, out _))
            return false;

        scale = (byte)finer;
        _sums.NotionalScale = (byte)(_sums.PriceScale + _sums.VolumeScale);
        var factor = FixedPointSums.Power(power);
        var rescaled = new SlidingMinMax<long>();
        for (var i = 0; i < _ticks.Count; i++)
        {
            var tick = _ticks[i];
            rescaled.Add(isPrice ? tick with { Price = tick.Price * factor } : tick with { Quantity = tick.Quantity * factor });
        }

        _ticks = rescaled;
        _sums.Notional *= factor;
        if (isPrice)
        {
            _sums.Open *= factor;
            _sums.High *= factor;
            _sums.Low *= factor;
            _sums.Close *= factor;
        }
        else
        {
            _sums.Volume *= factor;
            _sums.BuyVolume *= factor;
        }

        return true;
    }

    private BigSlidingSums Widen()
    {
        var wide = new BigSlidingSums();
        var (priceScale, quantityScale) = (_sums.PriceScale, _sums.VolumeScale);
        while (_sums.Count > 0)
        {
            var tick = _ticks[0];
            wide.Add(
                tick.Time,
                DecimalParts.ToDecimal((UInt128)tick.Price, priceScale, isNegative: false),
                DecimalParts.ToDecimal((UInt128)tick.Quantity, quantityScale, isNegative: false),
                tick.Side);
            RemoveOldest();
        }

        _sums = default;
        return wide;
    }
}
