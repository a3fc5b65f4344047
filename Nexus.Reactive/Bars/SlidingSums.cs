namespace Nexus.Reactive;

/// <summary>The exact sums of a sliding window. Each trade is added once and removed once.</summary>
/// <remarks>
/// Prices and quantities are integers scaled by a power of ten, the finest that occurred since the window was last empty, and the volume fits 64 bits. The
/// notional therefore fits 126 bits: it is at most the highest price times the volume. If a number does not fit, <see cref="BigSlidingSums"/> sums the window
/// until it is empty.
/// </remarks>
internal struct SlidingSums() : ISlidingAggregate<VwapBar>
{
    private SlidingMinMax<long> _trades = new();

    // Has the layout of a bar, so that creating a bar is a copy.
    private FixedPointSums _sums;
    private long _oldestTime;
    private BigSlidingSums? _big;

    public readonly int Count => _big?.Count ?? _sums.Count;

    public readonly long OldestTime => _big?.OldestTime ?? _oldestTime;

    public void Add(long time, Trade trade)
    {
        if (_big is null && TryAdd(time, trade))
            return;
        (_big ??= Enlarge()).Add(time, trade.Price, trade.Quantity, trade.Side);
    }

    public bool RemoveUntil(long time)
    {
        if (_big is { } big)
        {
            var hasChanged = big.RemoveUntil(time);
            if (big.Count == 0)
                _big = null;
            return hasChanged;
        }

        if (_sums.Count == 0 || _oldestTime > time)
            return false;

        do
            RemoveOldest();
        while (_sums.Count > 0 && _oldestTime <= time);
        if (_sums.Count > 0)
            (_sums.High, _sums.Low) = _trades.Range;
        return true;
    }

    public readonly VwapBar ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        _big is { } big
            ? big.ToResult(symbol, start, end, isComplete, hasGap)
            : new VwapBar(symbol, start, end, _sums, isComplete, hasGap);

    private bool TryAdd(long time, Trade trade)
    {
        if (!TryScale(new DecimalParts(trade.Price), ref _sums.PriceScale, isPrice: true, out var price)
            || !TryScale(new DecimalParts(trade.Quantity), ref _sums.VolumeScale, isPrice: false, out var quantity)
            || quantity > long.MaxValue - _sums.Volume)
            return false;

        _trades.Add(new ScaledTrade<long>(time, price, quantity, trade.Side));
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

    // The caller sets High and Low.
    private void RemoveOldest()
    {
        ref readonly var oldest = ref _trades[0];
        _sums.Volume -= oldest.Quantity;
        if (oldest.Side == Side.Buy)
            _sums.BuyVolume -= oldest.Quantity;
        _sums.Notional -= (Int128)Math.BigMul((ulong)oldest.Price, (ulong)oldest.Quantity);
        _trades.RemoveFirst();
        if (--_sums.Count == 0)
        {
            _sums = default;
            return;
        }

        ref readonly var next = ref _trades[0];
        _sums.Open = next.Price;
        _oldestTime = next.Time;
    }

    /// <summary>Scales a number to the window's power of ten, which becomes finer if the number is finer.</summary>
    private bool TryScale(DecimalParts parts, ref byte scale, bool isPrice, out long scaled)
    {
        scaled = 0;
        if (parts.High != 0 || parts.IsNegative || (parts.Scale > scale && !TryRefine(ref scale, parts.Scale, isPrice)))
            return false;
        return FixedPointSums.TryScale(parts.Low, scale - parts.Scale, out scaled);
    }

    // Runs at most once for each decimal place, so adding a trade stays O(1) amortized.
    private bool TryRefine(ref byte scale, int finer, bool isPrice)
    {
        var power = finer - scale;
        if (_sums.Count == 0)
        {
            scale = (byte)finer;
            return true;
        }

        // A zero fits any scale, but the power of ten may not fit.
        var greatest = isPrice ? _sums.High : _sums.Volume;
        if (power > FixedPointSums.MaxPower || !FixedPointSums.TryScale((ulong)greatest, power, out _))
            return false;

        scale = (byte)finer;
        _sums.NotionalScale = (byte)(_sums.PriceScale + _sums.VolumeScale);
        var factor = FixedPointSums.Power(power);
        var rescaled = new SlidingMinMax<long>();
        for (var i = 0; i < _trades.Count; i++)
        {
            var trade = _trades[i];
            rescaled.Add(isPrice ? trade with { Price = trade.Price * factor } : trade with { Quantity = trade.Quantity * factor });
        }

        _trades = rescaled;
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

    private BigSlidingSums Enlarge()
    {
        var big = new BigSlidingSums();
        var (priceScale, quantityScale) = (_sums.PriceScale, _sums.VolumeScale);
        while (_sums.Count > 0)
        {
            var trade = _trades[0];
            big.Add(
                trade.Time,
                DecimalParts.ToDecimal((UInt128)trade.Price, priceScale, isNegative: false),
                DecimalParts.ToDecimal((UInt128)trade.Quantity, quantityScale, isNegative: false),
                trade.Side);
            RemoveOldest();
        }

        _sums = default;
        return big;
    }
}
