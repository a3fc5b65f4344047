using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>An account in which a reducing fill closes the oldest open fills.</summary>
internal sealed record FifoAccount(decimal Quantity, decimal Priced, decimal Cost, decimal Realized) : CostAccount(Quantity, Priced, Cost, Realized)
{
    /// <summary>The maximum number of separate open fills. Beyond it, the oldest two are combined.</summary>
    public const int MaxLots = 10_000;

    public static readonly FifoAccount Empty = new(0, 0, 0, 0);

    private Lot First { get; init; }

    private ImmutableQueue<Lot> Rest { get; init; } = [];

    private int Count { get; init; }

    protected override CostAccount Open(decimal quantity, decimal price)
    {
        var lot = new Lot(quantity, price);
        var isPriced = decimal.Sign(price) != 0;
        var opened = new FifoAccount(
            SaturatingDecimal.Add(Quantity, quantity),
            isPriced ? SaturatingDecimal.Add(Priced, quantity) : Priced,
            isPriced ? SaturatingDecimal.Add(Cost, SaturatingDecimal.Multiply(quantity, price)) : Cost,
            Realized)
        {
            First = Count == 0 ? lot : First,
            Rest = Count == 0 ? Rest : Rest.Enqueue(lot),
            Count = Count + 1,
        };
        return opened.Count > MaxLots ? opened.MergeOldest() : opened;
    }

    protected override CostAccount Close(decimal quantity, decimal price)
    {
        var (first, rest, count, priced, cost, realized) = (First, Rest, Count, Priced, Cost, Realized);
        for (var left = quantity; decimal.Sign(left) != 0;)
        {
            var part = Math.Abs(first.Quantity) <= Math.Abs(left) ? -first.Quantity : left;
            left = SaturatingDecimal.Add(left, -part);
            if (decimal.Sign(first.Price) != 0)
            {
                var partCost = SaturatingDecimal.Multiply(-part, first.Price);
                priced = SaturatingDecimal.Add(priced, part);
                cost = SaturatingDecimal.Add(cost, -partCost);
                if (decimal.Sign(price) != 0)
                    realized = SaturatingDecimal.Add(realized, SaturatingDecimal.Add(SaturatingDecimal.Multiply(-part, price), -partCost));
            }

            first = first with { Quantity = SaturatingDecimal.Add(first.Quantity, part) };
            if (decimal.Sign(first.Quantity) != 0)
                continue;
            count--;
            if (count == 0)
                break;
            rest = rest.Dequeue(out first);
        }

        return count == 0
            ? Empty with { Realized = realized }
            : new FifoAccount(SaturatingDecimal.Add(Quantity, quantity), priced, cost, realized) { First = first, Rest = rest, Count = count };
    }

    protected override CostAccount TransferLots(StateArchive archive, CostAccount account)
    {
        var lots = archive.List("lots", Count == 0 ? [] : Rest.Prepend(First), lot =>
        {
            var (quantity, price) = lot;
            archive.Value("quantity", ref quantity);
            archive.Value("price", ref price);
            return new Lot(quantity, price);
        });
        return (FifoAccount)account with { First = lots.FirstOrDefault(), Rest = [.. lots.Skip(1)], Count = lots.Count };
    }

    private FifoAccount MergeOldest()
    {
        var rest = Rest.Dequeue(out var second);
        var quantity = SaturatingDecimal.Add(First.Quantity, second.Quantity);
        var isPriced = decimal.Sign(First.Price) != 0 && decimal.Sign(second.Price) != 0;
        var price = isPriced
            ? SaturatingDecimal.Divide(SaturatingDecimal.Add(SaturatingDecimal.Multiply(First.Quantity, First.Price), SaturatingDecimal.Multiply(second.Quantity, second.Price)), quantity)
            : Math.Max(First.Price, second.Price);
        return this with { First = new Lot(quantity, price), Rest = rest, Count = Count - 1 };
    }

    private readonly record struct Lot(decimal Quantity, decimal Price);
}
