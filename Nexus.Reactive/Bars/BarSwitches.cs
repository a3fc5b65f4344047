namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Leaves out the bars without trades.</summary>
    /// <param name="bars">The bars.</param>
    /// <returns>The bars with trades.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A bar is passed on if <see cref="VwapBar.TradeCount"/> is above 0.</description></item>
    /// <item><term>OnError, OnCompleted, Dispose</term><description>Passed on.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one bar at a time. Memory: none.
    /// <code>
    /// bars          a-e-b-|
    /// WithoutEmpty  a---b-|
    /// e = a bar without trades
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> WithoutEmpty(this IObservable<VwapBar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        return SafeObservable.Create<VwapBar>(observer => bars.Subscribe(new BarFilter(observer, static bar => bar.TradeCount > 0)));
    }

    /// <summary>Leaves out the bars that are not complete: running bars, and windows that were not completely received.</summary>
    /// <param name="bars">The bars.</param>
    /// <returns>The complete bars.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A bar is passed on if <see cref="VwapBar.IsComplete"/> is true.</description></item>
    /// <item><term>OnError, OnCompleted, Dispose</term><description>Passed on.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one bar at a time. Memory: none.
    /// <code>
    /// bars            a-p-b-|
    /// WithoutPartial  a---b-|
    /// p = a bar that is not complete
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> WithoutPartial(this IObservable<VwapBar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        return SafeObservable.Create<VwapBar>(observer => bars.Subscribe(new BarFilter(observer, static bar => bar.IsComplete)));
    }

    /// <summary>Gives bars without trades the last closing price of their symbol as their open, high, low and close.</summary>
    /// <param name="bars">The bars.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A bar with trades is passed on. A bar without trades has the last close as its prices; its sums and its average stay without trades, and its flags stay. Before the symbol's first close, it is passed on unchanged.</description></item>
    /// <item><term>OnError, OnCompleted, Dispose</term><description>Passed on.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one bar at a time. Memory: one price for each symbol.
    /// <code>
    /// bars        e-a-e-b-|
    /// CarryClose  e-a-x-b-|
    /// e = a bar without trades; x = the same with the close of a as its prices
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> CarryClose(this IObservable<VwapBar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        return SafeObservable.Create<VwapBar>(observer => bars.Subscribe(new CloseCarrier(observer)));
    }

    private sealed class BarFilter(IObserver<VwapBar> observer, Func<VwapBar, bool> isKept) : IObserver<VwapBar>
    {
        public void OnNext(VwapBar value)
        {
            if (isKept(value))
                observer.OnNext(value);
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();
    }

    private sealed class CloseCarrier(IObserver<VwapBar> observer) : IObserver<VwapBar>
    {
        private readonly PerSymbol<LastClose> _closes = new();

        public void OnNext(VwapBar value)
        {
            var last = _closes[value.Symbol];
            last.Price = value.Close ?? last.Price;
            observer.OnNext(value.TradeCount > 0 || last.Price is not { } price ? value : value with { Open = price, High = price, Low = price, Close = price });
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();
    }

    private sealed class LastClose
    {
        public decimal? Price { get; set; }
    }
}
