namespace Nexus.Reactive;

/// <summary>What most orders never have: an order that has none of it holds null instead.</summary>
internal sealed record OrderRarities
{
    private static readonly OrderRarities None = new();

    public OrderRarities(string? statusText, decimal? averagePrice, decimal filledBefore, decimal unpriced, in OrderTotals totals)
    {
        (StatusText, AveragePrice, Totals) = (statusText, averagePrice, totals);
        (FilledBefore, UnpricedQuantity) = (Trim(filledBefore), Trim(unpriced));
    }

    private OrderRarities()
    {
    }

    public string? StatusText { get; init; }

    /// <summary>The average price, if it was set instead of computed.</summary>
    public decimal? AveragePrice { get; init; }

    public decimal FilledBefore { get; init; }

    public decimal UnpricedQuantity { get; init; }

    /// <summary>The totals, if one of them does not fit in <see cref="CompactTotals"/>.</summary>
    public OrderTotals Totals { get; init; }

    public static OrderRarities? With(OrderRarities? rarities, string? statusText) =>
        rarities is null && statusText is null ? null : OrNull((rarities ?? None) with { StatusText = statusText });

    public static OrderRarities? WithFilledBefore(OrderRarities? rarities, decimal quantity) =>
        rarities is null && quantity == 0 ? null : OrNull((rarities ?? None) with { FilledBefore = Trim(quantity) });

    public static OrderRarities? WithUnpriced(OrderRarities? rarities, decimal quantity) =>
        rarities is null && quantity == 0 ? null : OrNull((rarities ?? None) with { UnpricedQuantity = Trim(quantity) });

    public static OrderRarities? WithTotals(OrderRarities? rarities, in OrderTotals totals) =>
        rarities is null && totals == default ? null : OrNull((rarities ?? None) with { Totals = totals });

    public static OrderRarities? WithAveragePrice(OrderRarities? rarities, decimal? price) =>
        rarities is null && price is null ? null : OrNull((rarities ?? None) with { AveragePrice = price });

    // A zero keeps no decimal places, whether or not it is stored.
    private static decimal Trim(decimal quantity) => decimal.Sign(quantity) == 0 ? 0 : quantity;

    private static OrderRarities? OrNull(OrderRarities rarities) => rarities == None ? null : rarities;
}
