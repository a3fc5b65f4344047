namespace Nexus.Reactive;

/// <summary>Corrects the arrival times of one recording so that they never decrease.</summary>
/// <remarks>
/// A time slightly before the previous one is replaced by the previous one. A time far before it means that the clock was set back: the
/// following lines keep the intervals between them until their own times have passed the last time again.
/// </remarks>
/// <param name="setBack">The minimum decrease that means that the clock was set back.</param>
internal struct ArrivalTimes(Int128 setBack)
{
    private Int128 _shift;

    public Int128 Last { get; private set; } = Int128.MinValue;

    /// <summary>Sets a minimum for the following times.</summary>
    public void RaiseTo(Int128 time) => Last = Int128.Max(Last, time);

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
