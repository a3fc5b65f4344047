namespace Nexus.Reactive;

/// <summary>When an order's wait is over, in UTC ticks.</summary>
internal struct Deadline(OrderAccount account, long due)
{
    public readonly OrderAccount Account = account;
    public long Due = due;
}
