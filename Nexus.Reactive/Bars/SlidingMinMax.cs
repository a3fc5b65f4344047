using System.Numerics;

namespace Nexus.Reactive;

/// <summary>The trades inside a sliding window, oldest first, and the highest and the lowest price of them.</summary>
/// <remarks>
/// The range is that of three: of the oldest block's trades, where it is known from each of them to the block's end; of the blocks after it that are joined,
/// where it is known from each of them to the last; and of all that came later. One that is used up is made anew of what comes after it. So O(1) amortised
/// and half a byte a trade, and unlike in a queue of highs and one of lows no branch hangs on how the prices go.
/// </remarks>
internal struct SlidingMinMax<T>()
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    private const int BlockSize = 32;

    private RingBuffer<ScaledTrade<T>> _ticks = new();
    private readonly PriceRange<T>[] _oldest = new PriceRange<T>[BlockSize];
    private RingBuffer<PriceRange<T>> _blocks = new();
    private PriceRange<T> _joined = PriceRange<T>.None;
    private PriceRange<T> _later = PriceRange<T>.None;
    private PriceRange<T> _unfinished = PriceRange<T>.None;
    private int _joinedCount;
    private long _first;
    private long _oldestEnd;

    public readonly int Count => _ticks.Count;

    public readonly ref readonly ScaledTrade<T> this[int index] => ref _ticks[index];

    /// <summary>The range of all; there must be some.</summary>
    public readonly PriceRange<T> Range
    {
        get
        {
            var range = _oldest[_first & (BlockSize - 1)];
            range.Add(_joined);
            range.Add(_later);
            return range;
        }
    }

    public void Add(in ScaledTrade<T> tick)
    {
        _ticks.Add(tick);
        if (_ticks.Count == 1)
        {
            Refill();
            return;
        }

        _later.Add(tick.Price);
        _unfinished.Add(tick.Price);
        if (((_first + _ticks.Count) & (BlockSize - 1)) != 0)
            return;
        _blocks.Add(_unfinished);
        _unfinished = PriceRange<T>.None;
    }

    public void RemoveFirst()
    {
        _ticks.RemoveFirst();
        if (++_first == _oldestEnd && _ticks.Count > 0)
            Refill();
    }

    /// <summary>The oldest block is used up: the next one takes its place, or what there is of the unfinished one.</summary>
    private void Refill()
    {
        if (_blocks.Count > 0)
        {
            _oldestEnd = (_first | (BlockSize - 1)) + 1;
            _blocks.RemoveFirst();
            if (_joinedCount-- == 0)
                Join();
            _joined = _joinedCount > 0 ? _blocks[0] : PriceRange<T>.None;
        }
        else
        {
            _oldestEnd = _first + _ticks.Count;
            _later = _unfinished = PriceRange<T>.None;
        }

        var range = PriceRange<T>.None;
        for (var i = _oldestEnd - 1; i >= _first; i--)
        {
            range.Add(_ticks[(int)(i - _first)].Price);
            _oldest[i & (BlockSize - 1)] = range;
        }
    }

    private void Join()
    {
        for (var i = _blocks.Count - 2; i >= 0; i--)
            _blocks[i].Add(_blocks[i + 1]);
        _joinedCount = _blocks.Count;
        _later = _unfinished;
    }
}
