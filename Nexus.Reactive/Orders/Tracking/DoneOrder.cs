namespace Nexus.Reactive;

/// <summary>A done order's place in the queue of those to be forgotten.</summary>
internal readonly record struct DoneOrder(OrderState Order, int Turn) : IExpiring
{
    public bool IsWaiting => Order.DoneTurn == Turn;
}
