using System.Globalization;

namespace Nexus.Reactive;

/// <summary>
/// The execution quality of an order: its speed, its filled fraction, and its price. Times are differences between the exchange's timestamps.
/// </summary>
public sealed record ExecutionQuality : IHasSymbol
{
    /// <summary>The order in its current state.</summary>
    public required Order Order { get; init; }

    /// <summary>The latest book of its symbol when the order was first seen; null if there was none.</summary>
    public Book? BookAtCreation { get; init; }

    /// <summary>The time at which the client sent the order, if known; otherwise, <see cref="Order.CreatedAt"/>.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The time from <see cref="SubmittedAt"/> to the first ORDER_UPDATE.</summary>
    public TimeSpan? TimeToAcknowledge { get; init; }

    /// <summary>The time from <see cref="SubmittedAt"/> to the first execution.</summary>
    public TimeSpan? TimeToFirstFill { get; init; }

    /// <summary>The time from <see cref="SubmittedAt"/> to the end of the order.</summary>
    public TimeSpan? TimeToDone { get; init; }

    /// <summary>The order's symbol.</summary>
    public Symbol Symbol => Order.Symbol;

    /// <summary>The filled fraction of the ordered quantity; null while the quantity is unknown.</summary>
    public decimal? FillRatio => Order.Quantity > 0 ? Order.Filled / Order.Quantity : null;

    /// <summary>The amount by which the average price is worse than the mid price at creation, in the quote asset; negative if it is better.</summary>
    public decimal? Slippage => (Order.AveragePrice - BookAtCreation?.Mid) * (Order.Side == Side.Buy ? 1 : -1);

    /// <summary>Returns the measures in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ExecutionQuality {Order.OrderId} {Symbol} acknowledged {Text(TimeToAcknowledge)}, first fill {Text(TimeToFirstFill)}, done {Text(TimeToDone)}, ratio {FillRatio?.ToString(CultureInfo.InvariantCulture) ?? "-"}, slippage {Slippage?.ToString(CultureInfo.InvariantCulture) ?? "-"}");

    private static string Text(TimeSpan? span) => span?.ToString("c", CultureInfo.InvariantCulture) ?? "-";
}
