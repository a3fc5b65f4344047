using System.Globalization;

namespace Nexus.Reactive;

/// <summary>How well an order is executed: how fast, how much of it, at what price. Spans are between the exchange's timestamps.</summary>
public sealed record ExecutionQuality : IHasSymbol
{
    /// <summary>The order as it is now.</summary>
    public required Order Order { get; init; }

    /// <summary>The latest book of its symbol when the order was first seen; null when there was none.</summary>
    public Book? BookAtCreation { get; init; }

    /// <summary>When the client sent the order, if that is known, else <see cref="Order.CreatedAt"/>.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>From <see cref="SubmittedAt"/> to the first ORDER_UPDATE.</summary>
    public TimeSpan? TimeToAcknowledge { get; init; }

    /// <summary>From <see cref="SubmittedAt"/> to the first execution.</summary>
    public TimeSpan? TimeToFirstFill { get; init; }

    /// <summary>From <see cref="SubmittedAt"/> to the end of the order.</summary>
    public TimeSpan? TimeToDone { get; init; }

    /// <summary>The order's symbol.</summary>
    public Symbol Symbol => Order.Symbol;

    /// <summary>The filled part of the ordered quantity; null while that is unknown.</summary>
    public decimal? FillRatio => Order.Quantity > 0 ? Order.Filled / Order.Quantity : null;

    /// <summary>How much worse the average price is than the mid price at creation, in the quote asset; negative when it is better.</summary>
    public decimal? Slippage => (Order.AveragePrice - BookAtCreation?.Mid) * (Order.Side == Side.Buy ? 1 : -1);

    /// <summary>The measures in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ExecutionQuality {Order.OrderId} {Symbol} acknowledged {Text(TimeToAcknowledge)}, first fill {Text(TimeToFirstFill)}, done {Text(TimeToDone)}, ratio {FillRatio?.ToString(CultureInfo.InvariantCulture) ?? "-"}, slippage {Slippage?.ToString(CultureInfo.InvariantCulture) ?? "-"}");

    private static string Text(TimeSpan? span) => span?.ToString("c", CultureInfo.InvariantCulture) ?? "-";
}
