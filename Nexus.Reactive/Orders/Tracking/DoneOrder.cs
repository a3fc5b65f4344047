namespace Nexus.Reactive;

/// <summary>The position of a done order in the queue of orders to forget.</summary>
internal readonly record struct DoneOrder(OrderState Order, int Turn) : IExpiring
{
    public bool IsWaiting => Order.DoneTurn == Turn;
}
