namespace Nexus.Reactive;

/// <summary>The totals of an order: its four numbers that each fill changes.</summary>
internal readonly record struct OrderTotals(decimal Filled, decimal Confirmed, decimal Reported, decimal? Notional);

/// <summary>The totals of an order in half the memory, because most of an input's time is spent on memory.</summary>
internal readonly struct CompactTotals(in OrderTotals totals)
{
    public readonly CompactDecimal Filled = CompactDecimal.Create(totals.Filled);
    public readonly CompactDecimal Confirmed = CompactDecimal.Create(totals.Confirmed);
    public readonly CompactDecimal Reported = CompactDecimal.Create(totals.Reported);
    public readonly CompactDecimal Notional = totals.Notional is { } notional ? CompactDecimal.Create(notional) : CompactDecimal.None;

    /// <summary>Whether a number does not fit.</summary>
    public bool IsTooWide => Filled.IsTooWide || Confirmed.IsTooWide || Reported.IsTooWide || Notional.IsTooWide;
}
