namespace Nexus.Reactive;

/// <summary>Σ of the order flow imbalances from book to book. The sum is exact.</summary>
internal struct OrderFlowMeasure : IBookMeasure<OrderFlowMeasure, OrderFlowBar>
{
    private ExactSum _sum;
    private int _count;
    private Book? _last;

    /// <summary>
    /// Returns the flow from one book to the next: with P the price and q the quantity of the best bid (B) and ask (A),
    /// 1{P_B ≥ P_B′}·q_B − 1{P_B ≤ P_B′}·q_B′ − 1{P_A ≤ P_A′}·q_A + 1{P_A ≥ P_A′}·q_A′, where ′ marks the earlier book.
    /// </summary>
    public static ExactSum GetFlow(Book before, Book after)
    {
        var flow = default(ExactSum);
        AddSide(ref flow, before.BestBid, after.BestBid, isBid: true);
        AddSide(ref flow, before.BestAsk, after.BestAsk, isBid: false);
        return flow;
    }

    public readonly void AdvanceTo(long time)
    {
    }

    public void Add(long time, Book book)
    {
        if (_last is { } last)
        {
            _sum.Add(GetFlow(last, book));
            _count = checked(_count + 1);
        }

        _last = book;
    }

    public void Forget() => _last = null;

    public readonly bool HasGrownSince(in OrderFlowMeasure start) => _count != start._count;

    public readonly OrderFlowBar ToResult(in OrderFlowMeasure start, Symbol symbol, (long Start, long End) window, bool isComplete, bool hasGap)
    {
        var sum = _sum;
        sum.Subtract(start._sum);
        return new OrderFlowBar(symbol, window, sum, _count - start._count, isComplete, hasGap);
    }

    // A side without levels is worse than every price, and its quantity is 0.
    private static void AddSide(ref ExactSum flow, Level? before, Level? after, bool isBid)
    {
        var order = (before, after) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            _ => isBid ? after.Value.Price.CompareTo(before.Value.Price) : before.Value.Price.CompareTo(after.Value.Price),
        };
        if (order >= 0)
            Add(ref flow, after, isBid);
        if (order <= 0)
            Add(ref flow, before, !isBid);
    }

    private static void Add(ref ExactSum flow, Level? level, bool isPositive)
    {
        var quantity = level?.Quantity ?? 0;
        if (isPositive)
            flow.Add(quantity);
        else
            flow.Subtract(quantity);
    }
}
