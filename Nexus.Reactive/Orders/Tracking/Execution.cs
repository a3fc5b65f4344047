namespace Nexus.Reactive;

/// <summary>A quantity and its price as one ORDER_UPDATE stated them; a price of 0 is unknown.</summary>
internal readonly struct Execution(decimal quantity, decimal price)
{
    public readonly decimal Quantity = quantity;
    public readonly decimal Price = price;

    public Execution(OrderUpdate update)
        : this(update.ExecutedQuantity, update.ExecutedPrice ?? 0)
    {
    }

    public bool HasPrice => decimal.Sign(Price) > 0;

    /// <summary>The greater quantity; of equal ones the higher price, so that the order of arrival does not matter.</summary>
    public static Execution Greater(Execution left, Execution right) =>
        right.Quantity > left.Quantity || (right.Quantity == left.Quantity && right.Price > left.Price) ? right : left;
}
