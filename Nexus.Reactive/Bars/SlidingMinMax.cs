using System.Numerics;

namespace Nexus.Reactive;

/// <summary>The trades in a sliding window, oldest first, with their highest and lowest price.</summary>
/// <remarks>
/// The range combines three ranges. The oldest block stores, for each of its trades, the range from that trade to the block's end. The joined blocks after it
/// store the range from each block to the last joined one. The third range covers all later trades. A used-up range is rebuilt from the trades after it. This
/// costs O(1) amortized and half a byte per trade. Unlike two monotonic queues, it has no branch that depends on the direction of the prices.
/// </remarks>
internal struct SlidingMinMax<T>()
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    private const int BlockSize = 32;

    private RingBuffer<ScaledTrade<T>> _trades = new();
    private readonly PriceRange<T>[] _oldest = new PriceRange<T>[BlockSize];
    private RingBuffer<PriceRange<T>> _blocks = new();
    private PriceRange<T> _joined = PriceRange<T>.None;
    private PriceRange<T> _later = PriceRange<T>.None;
    private PriceRange<T> _unfinished = PriceRange<T>.None;
    private int _joinedCount;
    private long _first;
    private long _oldestEnd;

    public readonly int Count => _trades.Count;

    public readonly ref readonly ScaledTrade<T> this[int index] => ref _trades[index];

    /// <summary>The range of all trades. There must be at least one.</summary>
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

    public void Add(in ScaledTrade<T> trade)
    {
        _trades.Add(trade);
        if (_trades.Count == 1)
        {
            Refill();
            return;
        }

        _later.Add(trade.Price);
        _unfinished.Add(trade.Price);
        if (((_first + _trades.Count) & (BlockSize - 1)) != 0)
            return;
        _blocks.Add(_unfinished);
        _unfinished = PriceRange<T>.None;
    }

    public void RemoveFirst()
    {
        _trades.RemoveFirst();
        if (++_first == _oldestEnd && _trades.Count > 0)
            Refill();
    }

    /// <summary>Replaces the used-up oldest block by the next block, or by the unfinished block if there is no other.</summary>
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
            _oldestEnd = _first + _trades.Count;
            _later = _unfinished = PriceRange<T>.None;
        }

        var range = PriceRange<T>.None;
        for (var i = _oldestEnd - 1; i >= _first; i--)
        {
            range.Add(_trades[(int)(i - _first)].Price);
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
