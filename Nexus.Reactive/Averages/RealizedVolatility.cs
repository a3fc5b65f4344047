using System.Globalization;
using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>The realized volatility of one symbol in one window: from the sum of the squared log returns.</summary>
/// <remarks>Values are doubles. A square is rounded to a multiple of 2⁻⁸⁰ (8·10⁻²⁵) once, and squares are added exactly. Log returns have no unit: 0.01 is about 1 %.</remarks>
public sealed record RealizedVolatility : IHasSymbol
{
    private readonly Int128 _squares;

    internal RealizedVolatility(Symbol symbol, (long Start, long End) window, Int128 squares, int returnCount, bool isComplete, bool hasGap)
    {
        Symbol = symbol;
        Start = new DateTimeOffset(window.Start, TimeSpan.Zero);
        End = new DateTimeOffset(window.End, TimeSpan.Zero);
        _squares = squares;
        ReturnCount = returnCount;
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; }

    /// <summary>The start of the window in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The end of the window in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The number of returns.</summary>
    public int ReturnCount { get; }

    /// <summary>Σ ln(p′ ÷ p)², for the length of the window.</summary>
    public double Variance => LogReturn.ToVariance(_squares);

    /// <summary>√Σ ln(p′ ÷ p)², for the length of the window.</summary>
    public double Volatility => Math.Sqrt(Variance);

    /// <summary>True if the whole window was received.</summary>
    public bool IsComplete { get; }

    /// <summary>True if the symbol's stream was cut inside the window. The return across a gap counts as one return.</summary>
    public bool HasGap { get; }

    /// <summary>Returns the volatility of another period with the same variance per time, such as 365 days: volatility × √(period ÷ length).</summary>
    /// <param name="period">The period, 0 or more.</param>
    /// <returns>The volatility; NaN if the window has no length.</returns>
    public double Per(TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        return End == Start ? double.NaN : Math.Sqrt(Variance * (period / (End - Start)));
    }

    /// <summary>Returns the symbol, the window and the volatility in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"RealizedVolatility {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} {Volatility:R}, {ReturnCount} returns{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}

public static partial class NexusObservable
{
    /// <summary>Returns the realized volatility of each symbol and window from trade to trade.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The volatilities.</returns>
    /// <remarks>
    /// Σ ln(p′ ÷ p)² over the consecutive trades of a window (T. Andersen and T. Bollerslev, "Answering the Skeptics", 1998). From trade to trade it includes the bounce
    /// between bid and ask; for prices at equal distances in time, use <see cref="RealizedVolatility(IObservable{VwapBar}, int)"/>.
    /// A value is published when <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> publishes its bar, with the same bounds and flags.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext, OnError, OnCompleted, Dispose</term><description>The same as for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/>.</description></item>
    /// </list>
    /// Temperature, Scheduler, Concurrency: the same as for Bars. Memory: one sum for each open window; for sliding windows also 24 bytes for each trade inside.
    /// <code>
    /// trades              -a--r---------c-|
    /// RealizedVolatility  -----x----e----e|
    /// windowing = tumbling, 5 seconds of a character each; a = a price of 100, r = 110; x = ln 1.1, e = 0
    /// </code>
    /// </remarks>
    public static IObservable<RealizedVolatility> RealizedVolatility(this IObservable<Trade> trades, Windowing windowing, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(windowing);
        ArgumentNullException.ThrowIfNull(scheduler);
        return windowing.Run<VolatilitySums, SlidingVolatility, RealizedVolatility>(WindowSource.From(trades, scheduler));
    }

    /// <summary>Returns the realized volatility of each symbol and window from trade to trade, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <returns>The volatilities.</returns>
    /// <inheritdoc cref="RealizedVolatility(IObservable{Trade}, Windowing, IScheduler)" path="/remarks"/>
    public static IObservable<RealizedVolatility> RealizedVolatility(this NexusFeed feed, Windowing windowing)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(windowing);
        return windowing.Run<VolatilitySums, SlidingVolatility, RealizedVolatility>(WindowSource.From(feed));
    }

    /// <summary>Returns the realized volatility of each symbol from the closing prices of its latest bars.</summary>
    /// <param name="bars">Consecutive bars of one size, such as tumbling windows of one second.</param>
    /// <param name="returns">The number of returns, 1 or more.</param>
    /// <returns>The volatilities.</returns>
    /// <remarks>
    /// Σ ln(p′ ÷ p)² over the latest closing prices, from the end of the first bar to the end of the last. An empty bar has the closing price of the bar before it, so its
    /// return is 0.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each bar after a symbol's first with a trade produces a value over up to that number of returns. It is complete if it has them all and their bars are complete and without a break between them.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one bar at a time. Memory: 48 bytes for each return of each symbol.
    /// <code>
    /// bars                a-r-e-a---|
    /// RealizedVolatility  --x-x-x---|
    /// returns = 2; a = a close of 100, r = 110, e = an empty bar; x = ln 1.1
    /// </code>
    /// </remarks>
    public static IObservable<RealizedVolatility> RealizedVolatility(this IObservable<VwapBar> bars, int returns)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(returns);
        return SafeObservable.Create<RealizedVolatility>(observer => bars.Subscribe(new CloseVolatilityObserver(observer, returns)));
    }

    private sealed class CloseVolatilityObserver(IObserver<RealizedVolatility> observer, int returns) : IObserver<VwapBar>
    {
        private readonly PerSymbol<CloseReturns> _symbols = new();

        public void OnNext(VwapBar value)
        {
            if (_symbols[value.Symbol].Add(value, returns) is { } result)
                observer.OnNext(result);
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();
    }

    private sealed class CloseReturns
    {
        private RingBuffer<(Int128 Square, long From, bool IsComplete, bool HasGap)> _returns = new();
        private Int128 _squares;
        private int _incomplete;
        private int _gaps;
        private VwapBar? _last;
        private decimal? _close;

        public RealizedVolatility? Add(VwapBar bar, int limit)
        {
            var (last, close) = (_last, _close);
            _last = bar;
            _close = bar.Close ?? close;
            if (last is null || close is not { } before)
                return null;
            if (_returns.Count == limit)
                Count(_returns[0], -1);
            var isComplete = bar.IsComplete && last.IsComplete && last.End == bar.Start;
            var next = (LogReturn.Square(before, _close!.Value), last.End.UtcTicks, isComplete, bar.HasGap || last.HasGap);
            if (_returns.Count == limit)
                _returns.RemoveFirst();
            _returns.Add(next);
            Count(next, 1);
            return new RealizedVolatility(
                bar.Symbol, (_returns[0].From, bar.End.UtcTicks), _squares, _returns.Count, _returns.Count == limit && _incomplete == 0, _gaps > 0);
        }

        private void Count((Int128 Square, long From, bool IsComplete, bool HasGap) each, int sign)
        {
            _squares += sign * each.Square;
            _incomplete += each.IsComplete ? 0 : sign;
            _gaps += each.HasGap ? sign : 0;
        }
    }
}
