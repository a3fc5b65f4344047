namespace Nexus.Reactive;

/// <summary>What most orders never have: an order that has none of it holds null instead.</summary>
internal sealed record OrderRarities
{
    private static readonly OrderRarities None = new();

    public string? StatusText { get; init; }

    public decimal FilledBefore { get; init; }

    public decimal UnpricedQuantity { get; init; }

    public static OrderRarities? With(OrderRarities? rarities, string? statusText) =>
        rarities is null && statusText is null ? null : OrNull((rarities ?? None) with { StatusText = statusText });

    public static OrderRarities? WithFilledBefore(OrderRarities? rarities, decimal quantity) =>
        rarities is null && quantity == 0 ? null : OrNull((rarities ?? None) with { FilledBefore = quantity });

    public static OrderRarities? WithUnpriced(OrderRarities? rarities, decimal quantity) =>
        rarities is null && quantity == 0 ? null : OrNull((rarities ?? None) with { UnpricedQuantity = quantity });

    private static OrderRarities? OrNull(OrderRarities rarities) => rarities == None ? null : rarities;
}
