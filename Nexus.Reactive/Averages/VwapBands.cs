using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>The volume-weighted average price of one symbol in one window, and the volume-weighted standard deviation of the prices around it.</summary>
/// <remarks>
/// The sums Σ q, Σ p·q and Σ p²·q are exact. Each property is calculated from them when it is read and rounded once to decimal's 28 digits, so a small deviation
/// of large prices loses no digits. A value beyond decimal's range throws <see cref="OverflowException"/>. Prices are in the quote asset. Bands are equal if
/// their symbols, bounds, flags and sums are equal.
/// </remarks>
public sealed record VwapBands : IHasSymbol
{
    private readonly MomentSums _sums;

    [SetsRequiredMembers]
    internal VwapBands(Symbol symbol, long start, long end, in MomentSums sums, bool isComplete, bool hasGap)
    {
        Symbol = symbol;
        Start = new DateTimeOffset(start, TimeSpan.Zero);
        End = new DateTimeOffset(end, TimeSpan.Zero);
        _sums = sums;
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; }

    /// <summary>The start of the window in UTC, as in <see cref="VwapBar.Start"/>.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The end of the window in UTC, as in <see cref="VwapBar.End"/>.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The number of trades.</summary>
    public int TradeCount => _sums.Count;

    /// <summary>Σ q, in the base asset.</summary>
    public decimal Volume => _sums.Quantity.ToDecimal();

    /// <summary>Σ p·q ÷ Σ q; null if no quantity was traded.</summary>
    public decimal? Vwap => _sums.Quantity.IsZero ? null : ExactSum.Divide(_sums.Notional, _sums.Quantity);

    /// <summary>Σ q·(p − VWAP)² ÷ Σ q, in the quote asset squared; null if no quantity was traded.</summary>
    public decimal? Variance => _sums.Quantity.IsZero ? null : ExactSum.Divide(Dispersion, Weight);

    /// <summary>The square root of the variance, in the quote asset; null if no quantity was traded.</summary>
    public decimal? Deviation => _sums.Quantity.IsZero ? null : ExactSum.SquareRoot(Dispersion, Weight);

    /// <summary>True if the whole window was received, as in <see cref="VwapBar.IsComplete"/>.</summary>
    public bool IsComplete { get; }

    /// <summary>True if the symbol's stream was cut inside the window, as in <see cref="VwapBar.HasGap"/>.</summary>
    public bool HasGap { get; }

    // Σ p²q · Σ q − (Σ pq)² and (Σ q)²; their quotient is the variance.
    private ExactSum Dispersion
    {
        get
        {
            var dispersion = ExactSum.Multiply(_sums.Square, _sums.Quantity);
            dispersion.Subtract(ExactSum.Multiply(_sums.Notional, _sums.Notional));
            return dispersion;
        }
    }

    private ExactSum Weight => ExactSum.Multiply(_sums.Quantity, _sums.Quantity);

    /// <summary>Returns VWAP + <paramref name="deviations"/> × <see cref="Deviation"/>; null if no quantity was traded.</summary>
    /// <param name="deviations">The number of standard deviations: above 0 for an upper band, below 0 for a lower band.</param>
    public decimal? Band(decimal deviations) => Vwap + (deviations * Deviation);

    /// <summary>Returns the symbol, the window, the average price and the deviation in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"VwapBands {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} vwap {Vwap?.ToString(CultureInfo.InvariantCulture) ?? "-"} ± {Deviation?.ToString(CultureInfo.InvariantCulture) ?? "-"}{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}

public static partial class NexusObservable
{
    /// <summary>Returns the volume-weighted average price of each symbol and window with the volume-weighted standard deviation around it.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bands.</returns>
    /// <remarks>
    /// Variance = Σ q·(p − VWAP)² ÷ Σ q = Σ p²q ÷ Σ q − VWAP², calculated from exact sums. Bands are published when
    /// <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> publishes its bar, with the same bounds and flags.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext, OnError, OnCompleted, Dispose</term><description>The same as for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/>.</description></item>
    /// </list>
    /// Temperature, Scheduler, Concurrency: the same as for Bars. Memory: the sums of open windows; for sliding windows also the trades inside.
    /// <code>
    /// trades     -a--d---------c-|
    /// VwapBands  -----x----e----y|
    /// windowing = tumbling, 5 seconds of a character each; x = of a and d, e = of an empty window, y = of c
    /// </code>
    /// </remarks>
    public static IObservable<VwapBands> VwapBands(this IObservable<Trade> trades, Windowing windowing, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(windowing);
        ArgumentNullException.ThrowIfNull(scheduler);
        return windowing.Run<MomentSums, SlidingAggregate<MomentSums, VwapBands>, VwapBands>(WindowSource.From(trades, scheduler));
    }

    /// <summary>Returns the volume-weighted average price of each symbol and window with the standard deviation around it, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <returns>The bands.</returns>
    /// <inheritdoc cref="VwapBands(IObservable{Trade}, Windowing, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBands> VwapBands(this NexusFeed feed, Windowing windowing)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(windowing);
        return windowing.Run<MomentSums, SlidingAggregate<MomentSums, VwapBands>, VwapBands>(WindowSource.From(feed));
    }
}
