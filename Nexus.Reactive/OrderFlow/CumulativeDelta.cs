using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>The cumulative volume delta of one symbol after a trade: Σ quantity of buyers' trades − Σ quantity of sellers' trades, by the taker's side.</summary>
/// <remarks>The sum is exact. Two values are equal if all their properties are.</remarks>
public sealed record VolumeDelta : IHasSymbol
{
    private readonly ExactSum _cumulative;

    [SetsRequiredMembers]
    internal VolumeDelta(Trade trade, long start, long end, in ExactSum cumulative, bool isComplete, bool hasGap)
    {
        Trade = trade;
        Start = new DateTimeOffset(start, TimeSpan.Zero);
        End = new DateTimeOffset(end, TimeSpan.Zero);
        _cumulative = cumulative;
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol => Trade.Symbol;

    /// <summary>The trade that changed the delta.</summary>
    public Trade Trade { get; }

    /// <summary>The time from which trades count, in UTC: the latest reset, or the start of the symbol's stream.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The time at which the trade counts, in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The trade's quantity in the base asset, below 0 if its taker was the seller.</summary>
    public decimal Change => Trade.Side == Side.Buy ? Trade.Quantity : -Trade.Quantity;

    /// <summary>Σ change since <see cref="Start"/>, in the base asset.</summary>
    /// <exception cref="OverflowException">The sum is beyond decimal's range.</exception>
    public decimal Cumulative => _cumulative.ToDecimal();

    /// <summary>True if everything from the start to the end was received.</summary>
    public bool IsComplete { get; }

    /// <summary>True if the symbol's stream was cut since the start, as in <see cref="VwapBar.HasGap"/>.</summary>
    public bool HasGap { get; }

    /// <summary>Returns the symbol, the time, the change and the delta in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"VolumeDelta {Symbol} {End:yyyy-MM-ddTHH:mm:ss.fffZ} {Change} to {Cumulative}{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}

public static partial class NexusObservable
{
    /// <summary>Returns the cumulative volume delta of each symbol since the start of its stream.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The deltas, one for each trade.</returns>
    /// <remarks>
    /// CVD = Σ quantity of the trades whose taker was the buyer − Σ quantity of those whose taker was the seller. For the delta of a window, such as a bar or a session,
    /// use <see cref="VwapBar.Delta"/> of <see cref="Bars(NexusFeed, Windowing)"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each trade produces its symbol's delta. After a gap, the sum continues and is flagged.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: only its time is read. Concurrency: one trade at a time. Memory: one sum for each symbol.
    /// <code>
    /// trades           -a--b--s-|
    /// CumulativeDelta  -1--3--2-|
    /// a = 1 bought, b = 2 bought, s = 1 sold
    /// </code>
    /// </remarks>
    public static IObservable<VolumeDelta> CumulativeDelta(this IObservable<Trade> trades, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(scheduler);
        return CumulativeDelta(WindowSource.From(trades, scheduler));
    }

    /// <summary>Returns the cumulative volume delta of each symbol since the start of its stream, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <returns>The deltas, one for each trade.</returns>
    /// <inheritdoc cref="CumulativeDelta(IObservable{Trade}, IScheduler)" path="/remarks"/>
    public static IObservable<VolumeDelta> CumulativeDelta(this NexusFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return CumulativeDelta(WindowSource.From(feed));
    }

    /// <summary>Returns the cumulative volume delta of each symbol since the latest signal, before the first signal since the start of its stream.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="resets">The signals, of any type. A signal that has a symbol (<see cref="IHasSymbol"/>) resets that symbol; any other signal, all symbols.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The deltas, one for each trade.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each trade produces its symbol's delta. After a gap, the sum continues and is flagged until the next reset.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately from the trades or from the signals.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on from the trades. When the signals complete, the sums continue.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from both sources.</description></item>
    /// </list>
    /// Temperature: the same as the trades. Scheduler: only its time is read. Concurrency: trades and signals may arrive on different threads. On a feed, a
    /// signal takes effect in a turn of the feed, after the message that is being delivered. Memory: one sum for each symbol.
    /// <code>
    /// trades           -a--b---a-s|
    /// resets           ------r-----
    /// CumulativeDelta  -1--3---1-0|
    /// a = 1 bought, b = 2 bought, s = 1 sold; r = a signal without a symbol
    /// </code>
    /// </remarks>
    public static IObservable<VolumeDelta> CumulativeDelta<TReset>(this IObservable<Trade> trades, IObservable<TReset> resets, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(resets);
        ArgumentNullException.ThrowIfNull(scheduler);
        return CumulativeDelta(WindowSource.From(trades, scheduler), resets);
    }

    /// <summary>Returns the cumulative volume delta of each symbol since the latest signal, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="resets">The signals, of any type. A signal that has a symbol (<see cref="IHasSymbol"/>) resets that symbol; any other signal, all symbols.</param>
    /// <returns>The deltas, one for each trade.</returns>
    /// <inheritdoc cref="CumulativeDelta{TReset}(IObservable{Trade}, IObservable{TReset}, IScheduler)" path="/remarks"/>
    public static IObservable<VolumeDelta> CumulativeDelta<TReset>(this NexusFeed feed, IObservable<TReset> resets)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(resets);
        return CumulativeDelta(WindowSource.From(feed), resets);
    }

    private static IObservable<VolumeDelta> CumulativeDelta(WindowSource source) =>
        source.Run<VolumeDelta>(observer => new AnchoredWindows<DeltaSums, VolumeDelta>(observer, source, instant: null, startsAtOnce: true));

    private static IObservable<VolumeDelta> CumulativeDelta<TReset>(WindowSource source, IObservable<TReset> resets) =>
        source.Run<TReset, VolumeDelta>(resets, observer => new AnchoredWindows<DeltaSums, VolumeDelta>(observer, source, instant: null, startsAtOnce: true));
}
