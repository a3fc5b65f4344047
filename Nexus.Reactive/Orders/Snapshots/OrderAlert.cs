namespace Nexus.Reactive;

/// <summary>An open order whose state should be requested from the exchange.</summary>
/// <param name="Order">The order as it is known.</param>
/// <param name="Reason">The reason.</param>
public sealed record OrderAlert(Order Order, OrderAlertReason Reason) : IHasSymbol
{
    /// <summary>The order's symbol.</summary>
    public Symbol Symbol => Order.Symbol;

    /// <summary>Returns the alert in one line, independent of culture.</summary>
    public override string ToString() => $"{Reason} {Order}";
}
