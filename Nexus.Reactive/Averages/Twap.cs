using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>The time-weighted average of the mid price of one symbol in one window.</summary>
/// <remarks>Bars are equal if their symbols, bounds, flags, averages and known times are equal. Prices are in the quote asset.</remarks>
public sealed record TwapBar : IHasSymbol
{
    private readonly ExactSum _integral;

    [SetsRequiredMembers]
    internal TwapBar(Symbol symbol, (long Start, long End) window, in ExactSum integral, long known, bool isComplete, bool hasGap)
    {
        Symbol = symbol;
        Start = new DateTimeOffset(window.Start, TimeSpan.Zero);
        End = new DateTimeOffset(window.End, TimeSpan.Zero);
        _integral = integral;
        Known = TimeSpan.FromTicks(known);
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; }

    /// <summary>The start of the window in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The end of the window in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Σ mid × time ÷ <see cref="Known"/>, divided when read and rounded once; null if the mid price was never known.</summary>
    public decimal? Twap => Known == TimeSpan.Zero ? null : ExactSum.Divide(_integral, new ExactSum(Known.Ticks));

    /// <summary>The time in the window at which the mid price was known. Gaps, and books with an empty side, do not count.</summary>
    public TimeSpan Known { get; }

    /// <summary>True if the window is over, its stream was received without a cut, and the mid price was known all the time.</summary>
    public bool IsComplete { get; }

    /// <summary>True if the symbol's stream was cut inside the window, as in <see cref="VwapBar.HasGap"/>.</summary>
    public bool HasGap { get; }

    /// <summary>Returns the symbol, the window and the average in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"TwapBar {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} twap {Twap?.ToString(CultureInfo.InvariantCulture) ?? "-"}{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}

public static partial class NexusObservable
{
    /// <summary>Returns the time-weighted average of each symbol's mid price in each window.</summary>
    /// <param name="books">The books.</param>
    /// <param name="windowing">Windows on a time grid: tumbling, hopping or sessions.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The averages.</returns>
    /// <remarks>
    /// TWAP = Σ mid × time ÷ Σ time. A book's mid price counts from max(previous time, the scheduler's time) at its arrival to the symbol's next book, also across the ends of windows.
    /// From a gap, or from a book with an empty side, to the next book, the mid price is unknown, and that time does not count. The sum is exact, in ticks of 100 ns.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A window is published when the scheduler reaches its end. From a symbol's first book on, each window is published, except those that a clock jump skipped. A session is also published at each book. Windows published at the same time are ordered by their symbols' first books.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows in which the mid price was known are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: one timer, for the next start or end of a window. Concurrency: books and the timer may arrive on different
    /// threads. Memory: two sums for each symbol, and one for each open window. After 10,000,000 windows without a book in between, all symbols are forgotten until
    /// their next book.
    /// <code>
    /// books  -a-c-------c-|
    /// Twap   -----x----y--(z|)
    /// windowing = tumbling, 5 seconds of a character each; a = a mid price of 100, c = 104; x = 102, known for 4 seconds; y = 104; z = 104, known for 3 seconds
    /// </code>
    /// </remarks>
    /// <exception cref="ArgumentException">The windows do not lie on a time grid.</exception>
    public static IObservable<TwapBar> Twap(this IObservable<Book> books, Windowing windowing, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(windowing);
        ArgumentNullException.ThrowIfNull(scheduler);
        return Twap(WindowSource.From(books, scheduler), windowing);
    }

    /// <summary>Returns the time-weighted average of each symbol's mid price in each window, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="windowing">Windows on a time grid: tumbling, hopping or sessions.</param>
    /// <returns>The averages.</returns>
    /// <inheritdoc cref="Twap(IObservable{Book}, Windowing, IScheduler)" path="/remarks|/exception"/>
    public static IObservable<TwapBar> Twap(this NexusFeed feed, Windowing windowing)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(windowing);
        return Twap(WindowSource.From(feed), windowing);
    }

    private static IObservable<TwapBar> Twap(WindowSource source, Windowing windowing)
    {
        var grid = windowing.RequireGrid(nameof(windowing));
        return source.Run<TwapBar>(observer => new BookWindows<TwapMeasure, TwapBar>(observer, source, grid, windowing.PublishesRunning));
    }
}
