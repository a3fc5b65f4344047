namespace Nexus.Reactive;

/// <summary>The arrival times of one recording, put in order: they never go back.</summary>
/// <remarks>
/// A line a little before the previous one gets the previous one's time. A line far before it says that the clock was set back: the
/// lines from there on keep their distances, until their own times are past the last one again.
/// </remarks>
/// <param name="setBack">How far back a time must go to say so.</param>
internal struct ArrivalTimes(Int128 setBack)
{
    private Int128 _shift;

    public Int128 Last { get; private set; } = Int128.MinValue;

    public Int128 Next(Int128 time)
    {
        if (time >= Last)
        {
            _shift = 0;
            return Last = time;
        }

        if (Last - (time + _shift) > setBack)
            _shift = Last - time;
        return Last = Int128.Max(Last, time + _shift);
    }
}
