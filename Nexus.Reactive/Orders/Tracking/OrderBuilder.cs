namespace Nexus.Reactive;

/// <summary>Computes an order from its facts and classifies the change.</summary>
internal static class OrderBuilder
{
    /// <summary>Computes the order.</summary>
    /// <param name="facts">The reported facts about the order.</param>
    /// <param name="details">Its id and terms, which are not written any more.</param>
    /// <param name="before">The order so far.</param>
    /// <param name="ledgers">The fills, if there are any.</param>
    /// <param name="fills">The changes of the fills.</param>
    /// <param name="isFilled">Whether the fills may have changed; otherwise those of the order so far still apply.</param>
    public static Order Build(in OrderFacts facts, OrderDetails details, Order? before, FillLedgers? ledgers, FillHistory fills, bool isFilled)
    {
        decimal filled, earlier, confirmed, reported, unpriced;
        decimal? averagePrice;
        CompactTotals totals;
        var wide = default(OrderTotals);
        bool isAhead;
        if (isFilled && ledgers is not null)
        {
            (confirmed, reported) = (ledgers.Confirmed, ledgers.Reported);
            (earlier, unpriced) = (ledgers.FilledBefore, ledgers.Unpriced);
            isAhead = confirmed < reported;
            filled = Add(isAhead ? reported : confirmed, earlier);
            var priced = Add(filled, -unpriced);
            decimal? notional = decimal.Sign(priced) > 0 ? ledgers.Notional : null;
            averagePrice = ledgers is RegularFills || notional is null ? null : GetAveragePrice(notional.Value, priced, unpriced, before, filled, fills);
            var exact = new OrderTotals(filled, confirmed, reported, notional);
            totals = new CompactTotals(exact);
            if (totals.IsTooWide)
                wide = exact;
        }
        else if (before is not null)
        {
            (filled, earlier, confirmed, reported) = (before.Filled, before.FilledBefore, before.Confirmed, before.Reported);
            (unpriced, averagePrice) = (before.UnpricedQuantity, before.StatedAveragePrice);
            isAhead = confirmed < reported;
            totals = before.CompactTotals;
            if (totals.IsTooWide)
                wide = before.Totals;
        }
        else
        {
            filled = earlier = confirmed = reported = unpriced = 0;
            averagePrice = null;
            isAhead = false;
            totals = new CompactTotals(default);
        }

        var hasFills = decimal.Sign(filled) > 0;
        var comparison = decimal.Sign(details.Quantity) == 0 ? 0 : hasFills ? decimal.Compare(filled, details.Quantity) : -1;
        var isConfirmed = comparison >= 0 && decimal.Sign(details.Quantity) != 0 && (!isAhead || Add(confirmed, earlier) >= details.Quantity);
        var status = facts.Statuses.Resolve(isConfirmed, comparison < 0, hasFills);
        var flags = GetStatedFlags(facts, hasFills) | GetFillFlags(ledgers, status, comparison);
        var hasUnconfirmed = isAhead || decimal.Sign(earlier) > 0;
        if (hasUnconfirmed && !totals.Notional.IsNone && (decimal.Sign(unpriced) == 0 || Add(filled, -unpriced) > confirmed))
            flags |= OrderFlags.Estimated;
        var statusText = status == OrderStatus.Unknown ? facts.Statuses.UnknownText : null;
        var rarities = statusText is null && averagePrice is null && !totals.IsTooWide && decimal.Sign(earlier) == 0 && decimal.Sign(unpriced) == 0
            ? null
            : new OrderRarities(statusText, averagePrice, earlier, unpriced, wide);
        return new Order(details, rarities, totals, status, facts.UpdatedAt, flags) { Fills = fills };
    }

    /// <summary>
    /// Returns the kind of a change: the first that applies, in the order of the table in the remarks of
    /// <see cref="NexusObservable.TrackOrders(NexusFeed, OrderTrackingOptions?)"/>.
    /// </summary>
    /// <param name="before">The order so far.</param>
    /// <param name="after">The order now.</param>
    /// <param name="stated">The status that the input reported.</param>
    /// <param name="hasLedgerGrown">Whether the input increased the total of its ledger.</param>
    /// <param name="areTermsNew">Whether the input changed the type, price or quantity.</param>
    public static OrderEventKind Classify(Order? before, Order after, OrderStatus stated, bool hasLedgerGrown, bool areTermsNew)
    {
        if (after.Status != (before?.Status ?? OrderStatus.Unknown))
            return OrderEvent.GetKind(after.Status);
        if (before is null)
            return OrderEventKind.Ignored;
        if ((after.Flags & ~before.Flags & OrderFlags.Conflict) != OrderFlags.None)
            return OrderEventKind.Conflict;
        var growth = after.CompactTotals.Filled.HasSameBits(before.CompactTotals.Filled) ? 0 : decimal.Compare(after.Filled, before.Filled);
        if (growth > 0)
            return after.IsDone ? OrderEventKind.LateFill : OrderEventKind.PartiallyFilled;
        if (hasLedgerGrown)
            return OrderEventKind.FillConfirmed;
        if (areTermsNew || growth < 0)
            return OrderEventKind.Amended;
        return stated == after.Status && stated != OrderStatus.Unknown ? OrderEventKind.Duplicate : OrderEventKind.Ignored;
    }

    // A notional may be rounded, so a single fill has its own price.
    private static decimal? GetAveragePrice(decimal notional, decimal priced, decimal unpriced, Order? before, decimal filled, FillHistory fills)
    {
        if (before is not null && filled == before.Filled && notional == before.Notional && unpriced == before.UnpricedQuantity)
            return before.AveragePrice;
        if (fills.Latest is PlacedChange { Previous: null } only && only.Quantity == priced && decimal.Sign(only.Price) > 0)
            return only.Price;
        return ExactRatio.Trim(SaturatingDecimal.Divide(notional, priced));
    }

    private static decimal Add(decimal left, decimal right) => decimal.Sign(right) == 0 ? left : SaturatingDecimal.Add(left, right);

    private static OrderFlags GetStatedFlags(in OrderFacts facts, bool hasFills)
    {
        var flags = OrderFlags.None;
        if (!facts.Statuses.IsKnown)
            flags |= OrderFlags.Orphan;
        if (facts.IsStale)
            flags |= OrderFlags.Stale;
        if (facts.IsMissing)
            flags |= OrderFlags.Missing;
        if (facts.IsConflicting || facts.Terms.IsContradictory || facts.Statuses.IsContradictory(hasFills))
            flags |= OrderFlags.Conflict;
        return flags;
    }

    private static OrderFlags GetFillFlags(FillLedgers? ledgers, OrderStatus status, int comparison)
    {
        var flags = OrderFlags.None;
        if (comparison > 0)
            flags |= OrderFlags.Overfilled;
        if (status == OrderStatus.Filled && comparison < 0)
            flags |= OrderFlags.Underfilled;
        if (ledgers is not IrregularFills irregular)
            return flags;
        if (irregular.IsInferred)
            flags |= OrderFlags.Inferred;
        if (irregular.IsUnexplained)
            flags |= OrderFlags.Unexplained;
        return flags;
    }
}
