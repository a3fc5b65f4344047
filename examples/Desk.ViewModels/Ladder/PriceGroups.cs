using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>Quantities by price, added up to the groups of <see cref="Book.Group"/>: bids are rounded down, asks up.</summary>
internal sealed class PriceGroups
{
    private readonly Dictionary<(BookSide, decimal), decimal> _sums = [];

    public static PriceGroups Empty { get; } = new();

    public static PriceGroups OfBoth(IEnumerable<KeyValuePair<decimal, decimal>> quantities, decimal? step)
    {
        var groups = new PriceGroups();
        foreach (var (price, quantity) in quantities)
        {
            groups.Add(BookSide.Bid, price, quantity, step);
            groups.Add(BookSide.Ask, price, quantity, step);
        }

        return groups;
    }

    public static PriceGroups Of(IEnumerable<OrderMark> orders, decimal? step)
    {
        var groups = new PriceGroups();
        foreach (var order in orders)
            groups.Add(order.Side == Side.Buy ? BookSide.Bid : BookSide.Ask, order.Price, order.Quantity, step);
        return groups;
    }

    public decimal this[BookSide side, decimal price] => _sums.GetValueOrDefault((side, price));

    private void Add(BookSide side, decimal price, decimal quantity, decimal? step)
    {
        var key = (side, Round(side, price, step));
        _sums[key] = _sums.GetValueOrDefault(key) + quantity;
    }

    private static decimal Round(BookSide side, decimal price, decimal? step)
    {
        if (step is not { } size || price % size == 0)
            return price;
        return price - price % size + (side == BookSide.Ask ? size : 0);
    }
}
