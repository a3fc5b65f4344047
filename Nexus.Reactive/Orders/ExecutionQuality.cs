namespace Nexus.Reactive;

/// <summary>How an order fares: how fast, how much of it, how dear. Spans are between the exchange's timestamps.</summary>
/// <param name="Order">The order as it stands.</param>
/// <param name="BookAtCreation">The latest book of its symbol when it was first heard of; null when there was none.</param>
/// <param name="SubmittedAt">When the client sent it, if that is known, else <see cref="Order.CreatedAt"/>.</param>
/// <param name="TimeToAcknowledge">From then to its first ORDER_UPDATE.</param>
/// <param name="TimeToFirstFill">From then to its first execution.</param>
/// <param name="TimeToDone">From then to its end.</param>
public sealed record ExecutionQuality(
    Order Order,
    Book? BookAtCreation,
    DateTimeOffset SubmittedAt,
    TimeSpan? TimeToAcknowledge,
    TimeSpan? TimeToFirstFill,
    TimeSpan? TimeToDone) : IHasSymbol
{
    /// <summary>The order's symbol.</summary>
    public Symbol Symbol => Order.Symbol;

    /// <summary>Filled by ordered quantity; null while that is unknown.</summary>
    public decimal? FillRatio => Order.Quantity > 0 ? Order.Filled / Order.Quantity : null;

    /// <summary>How much worse the average price is than the mid price at creation, in the quote asset; negative when it is better.</summary>
    public decimal? Slippage => (Order.AveragePrice - BookAtCreation?.Mid) * (Order.Side == Side.Buy ? 1 : -1);
}
