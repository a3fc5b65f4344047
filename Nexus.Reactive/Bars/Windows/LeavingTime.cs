namespace Nexus.Reactive;

/// <summary>The time at which the oldest trade of a symbol leaves its window. Of equal times, the symbol that came first is first.</summary>
internal readonly struct LeavingTime(long time, int order) : IComparable<LeavingTime>
{
    public long Time => time;

    public int CompareTo(LeavingTime other) => time != other.Time ? (time < other.Time ? -1 : 1) : order - other.Order;

    private int Order => order;
}
