namespace Nexus.Reactive;

/// <summary>An order's place in a <see cref="DeadlineQueue{TLink}"/>; kept in the order's account, so that waiting allocates nothing.</summary>
internal struct DeadlineLink
{
    /// <summary>The deadline of what does not wait.</summary>
    public const long Never = long.MaxValue;

    public OrderAccount? Previous;
    public OrderAccount? Next;

    /// <summary>In UTC ticks; 0 when it does not wait.</summary>
    public long Due;

    public readonly bool IsQueued => Due != 0;
}

/// <summary>Where an account keeps a link.</summary>
internal interface IDeadlineLink
{
    static abstract ref DeadlineLink Of(OrderAccount account);
}

/// <summary>Of the wait for the other ledger.</summary>
internal readonly struct SettlementLink : IDeadlineLink
{
    public static ref DeadlineLink Of(OrderAccount account) => ref account.Settlement;
}

/// <summary>Of the wait to be forgotten.</summary>
internal readonly struct LingerLink : IDeadlineLink
{
    public static ref DeadlineLink Of(OrderAccount account) => ref account.Linger;
}
