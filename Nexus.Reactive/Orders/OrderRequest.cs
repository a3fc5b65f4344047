using System.Globalization;

namespace Nexus.Reactive;

/// <summary>An order to be placed by an <see cref="IOrderGateway"/>.</summary>
/// <remarks>Setting a price or a quantity that is not above 0, or a side or type that does not exist, throws an <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed record OrderRequest : IHasSymbol
{
    /// <summary>The symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The side.</summary>
    public required Side Side { get; init => field = OptionValue.Defined(value); }

    /// <summary>The type. The default is <see cref="OrderType.Limit"/>.</summary>
    public OrderType Type { get; init => field = OptionValue.Defined(value); } = OrderType.Limit;

    /// <summary>The quantity in the base asset, above 0.</summary>
    public required decimal Quantity { get; init => field = DecimalRange.Positive(value, nameof(Quantity)); }

    /// <summary>The limit price in the quote asset, above 0; null for an order at any price.</summary>
    public decimal? Price { get; init => field = DecimalRange.Positive(value, nameof(Price)); }

    /// <summary>Returns an order that executes at its price or better; the rest waits in the book.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="side">The side.</param>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    /// <param name="price">The limit price in the quote asset, above 0.</param>
    public static OrderRequest Limit(Symbol symbol, Side side, decimal quantity, decimal price) =>
        new() { Symbol = symbol, Side = side, Quantity = quantity, Price = price };

    /// <summary>Returns an order that executes immediately at any price; the rest is canceled.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="side">The side.</param>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    public static OrderRequest Market(Symbol symbol, Side side, decimal quantity) =>
        new() { Symbol = symbol, Side = side, Quantity = quantity, Type = OrderType.Market };

    /// <summary>Returns an order that executes immediately at its price or better; the rest is canceled.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="side">The side.</param>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    /// <param name="price">The limit price in the quote asset, above 0.</param>
    public static OrderRequest ImmediateOrCancel(Symbol symbol, Side side, decimal quantity, decimal price) =>
        new() { Symbol = symbol, Side = side, Quantity = quantity, Price = price, Type = OrderType.ImmediateOrCancel };

    /// <summary>Returns an order that executes immediately and entirely at its price or better, or is canceled.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="side">The side.</param>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    /// <param name="price">The limit price in the quote asset, above 0.</param>
    public static OrderRequest FillOrKill(Symbol symbol, Side side, decimal quantity, decimal price) =>
        new() { Symbol = symbol, Side = side, Quantity = quantity, Price = price, Type = OrderType.FillOrKill };

    /// <summary>Returns an order that only waits in the book; it is rejected if it would execute immediately.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="side">The side.</param>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    /// <param name="price">The limit price in the quote asset, above 0.</param>
    public static OrderRequest PostOnly(Symbol symbol, Side side, decimal quantity, decimal price) =>
        new() { Symbol = symbol, Side = side, Quantity = quantity, Price = price, Type = OrderType.PostOnly };

    /// <summary>Returns the order in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Type} {Side} {Symbol} {Price?.ToString(CultureInfo.InvariantCulture) ?? "-"}×{Quantity}");
}
