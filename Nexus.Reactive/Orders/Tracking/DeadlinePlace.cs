namespace Nexus.Reactive;

/// <summary>Where an account keeps its place in a <see cref="FixedDelayQueue{TPlace}"/>: 0 when it does not wait there.</summary>
internal interface IDeadlinePlace
{
    static abstract ref long Of(OrderState account);
}

/// <summary>Of the wait for the other ledger.</summary>
internal readonly struct SettlementPlace : IDeadlinePlace
{
    public static ref long Of(OrderState account) => ref account.Settlement;
}

/// <summary>Of the wait to be forgotten.</summary>
internal readonly struct LingerPlace : IDeadlinePlace
{
    public static ref long Of(OrderState account) => ref account.Retention;
}
