using Nexus.Reactive;

namespace Strategy;

/// <summary>Recognizes the strategy's orders on the feed. The exchange does not accept client ids, so an order is recognized by its contents.</summary>
internal static class OwnOrders
{
    // A fill may arrive before its order. Until the order arrives, its price and quantity are unknown.
    public static bool IsFirstEvent(OrderSignal signal, OrderEvent change) =>
        (change.Before is null || change.Before.Flags.HasFlag(OrderFlags.Orphan))
        && !change.After.Flags.HasFlag(OrderFlags.Orphan)
        && (change.After.Symbol, change.After.Side, change.After.Quantity, change.After.Price) == (signal.Symbol, signal.Side, signal.Quantity, signal.Price);
}
