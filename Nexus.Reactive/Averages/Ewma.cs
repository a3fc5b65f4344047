using System.Globalization;
using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>The exponentially weighted average price of one symbol after a trade.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Timestamp">The time at which the trade counts, in UTC.</param>
/// <param name="Value">The average in the quote asset, rounded to a double; null if no trade has weight.</param>
/// <param name="IsComplete">True if the last ten half-lives were received.</param>
/// <param name="HasGap">True if the symbol's stream was cut in the last ten half-lives. What is older has less than a thousandth of its weight.</param>
public sealed record ExponentialAverage(Symbol Symbol, DateTimeOffset Timestamp, double? Value, bool IsComplete, bool HasGap) : IHasSymbol
{
    /// <summary>Returns the symbol, the time and the average in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ExponentialAverage {Symbol} {PrintableText.Time(Timestamp)} {Value?.ToString("R", CultureInfo.InvariantCulture) ?? "-"}{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}

public static partial class NexusObservable
{
    /// <summary>Returns the average price of each symbol's trades, weighted by age: a trade's weight halves with each half-life.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="halfLife">The time in which a weight halves, above 0.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <param name="byQuantity">If true, a trade's weight is also proportional to its quantity.</param>
    /// <returns>The averages.</returns>
    /// <remarks>
    /// EWMA = Σ w·p ÷ Σ w over all trades so far, with w = 2^(−age ÷ half-life), times the quantity if <paramref name="byQuantity"/> is set. Ages are differences of
    /// max(previous time, the scheduler's time), so trades of one millisecond have the same weight, and the rate of trades does not change the speed of decay.
    /// The average is a double. All terms are positive, so nothing cancels: its relative error is below 10⁻¹⁵ for each trade in the last 50 half-lives.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each trade produces its symbol's average. After a gap or a jump, older trades have decayed by the time that passed. After a restart of the clock, the average starts again.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: only its time is read. Concurrency: one trade at a time. Memory: two numbers for each symbol.
    /// <code>
    /// trades  -p-q----|
    /// Ewma    -x-y----|
    /// halfLife = two characters; p = a price of 100, q = 103; x = 100, y = (100 ÷ 2 + 103) ÷ 1.5 = 102
    /// </code>
    /// </remarks>
    public static IObservable<ExponentialAverage> Ewma(this IObservable<Trade> trades, TimeSpan halfLife, IScheduler scheduler, bool byQuantity = false)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(halfLife, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        return Ewma(WindowSource.From(trades, scheduler), halfLife, byQuantity);
    }

    /// <summary>Returns the average price of each symbol's trades, weighted by age, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="halfLife">The time in which a weight halves, above 0.</param>
    /// <param name="byQuantity">If true, a trade's weight is also proportional to its quantity.</param>
    /// <returns>The averages.</returns>
    /// <inheritdoc cref="Ewma(IObservable{Trade}, TimeSpan, IScheduler, bool)" path="/remarks"/>
    public static IObservable<ExponentialAverage> Ewma(this NexusFeed feed, TimeSpan halfLife, bool byQuantity = false)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(halfLife, TimeSpan.Zero);
        return Ewma(WindowSource.From(feed), halfLife, byQuantity);
    }

    private static IObservable<ExponentialAverage> Ewma(WindowSource source, TimeSpan halfLife, bool byQuantity) =>
        source.Run<ExponentialAverage>(observer => new EwmaEngine(observer, source, halfLife, byQuantity));

    private sealed class EwmaEngine(IObserver<ExponentialAverage> observer, WindowSource source, TimeSpan halfLife, bool byQuantity)
        : WindowEngine<EwmaStream, ExponentialAverage>(observer, source)
    {
        private readonly long _memory = halfLife.Ticks > long.MaxValue / 20 ? long.MaxValue / 2 : halfLife.Ticks * 10;

        protected override long NextDue => long.MaxValue;

        protected override void Advance()
        {
        }

        protected override void Jump(long from)
        {
        }

        protected override void Flush()
        {
        }

        protected override void Restart()
        {
            foreach (var (_, stream) in Coverage.InOrder)
                stream.Clear();
        }

        protected override void Add(EwmaStream stream, Trade trade)
        {
            stream.Add(Now, (double)trade.Price, byQuantity ? (double)trade.Quantity : 1, halfLife.Ticks);
            var start = Now - _memory + 1;
            var hasGap = Coverage.HasGap(stream, start);
            Publish(new ExponentialAverage(
                trade.Symbol, new DateTimeOffset(WindowTime.Clamp(Now), TimeSpan.Zero), stream.Value, !hasGap && stream.BeganAt <= start, hasGap));
        }
    }

    private sealed class EwmaStream : SymbolStream
    {
        private long _time;
        private double _sum;
        private double _weight;

        public double? Value => _weight > 0 ? _sum / _weight : null;

        public void Add(long time, double price, double weight, long halfLife)
        {
            if (time != _time)
            {
                var decay = double.Exp2((_time - time) / (double)halfLife);
                _sum *= decay;
                _weight *= decay;
                _time = time;
            }

            _sum += price * weight;
            _weight += weight;
        }

        public void Clear() => (_time, _sum, _weight) = (0, 0, 0);
    }
}
