namespace Nexus.Reactive;

/// <summary>A series of timestamps that are too far from each other to agree, as in a market with one trade in several hours.</summary>
/// <remarks>
/// Time only increases, so a later timestamp confirms the one before it, but not itself: a single implausible timestamp in the series is not followed. One
/// that is earlier than the one before it takes away the weight of one message instead of adding it.
/// </remarks>
internal struct RisingTimestamps
{
    private long _last;
    private int _weight;

    /// <summary>Adds a timestamp and returns the weight of the series; <paramref name="confirmed"/> is the timestamp before it.</summary>
    public int Add(long time, int weight, out long confirmed)
    {
        confirmed = _last;
        var isRising = _weight > 0 && time > _last;
        _last = time;
        _weight = isRising || _weight == 0 ? Math.Min(_weight + weight, ClockJumpDetector.RestartWeight) : Math.Max(_weight - weight, weight);
        return isRising ? _weight : 0;
    }
}
