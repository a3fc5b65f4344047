namespace Nexus.Reactive;

/// <summary>The time at which the oldest trade of a symbol leaves its window. Of equal times, the symbol that came first is first.</summary>
internal readonly record struct LeavingTime(long Time, int Order) : IComparable<LeavingTime>
{
    /// <summary>The time if no trade is in a window.</summary>
    public static LeavingTime None => new(long.MaxValue, 0);

    public int CompareTo(LeavingTime other) => Time != other.Time ? (Time < other.Time ? -1 : 1) : Order - other.Order;
}
