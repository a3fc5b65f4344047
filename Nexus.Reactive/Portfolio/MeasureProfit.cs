using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Measures the profit of the client's own fills: realized and unrealized, after fees, with equity, drawdown and exposure.</summary>
    /// <param name="source">The orders' events.</param>
    /// <param name="feed">The feed whose books or trades give the marks, and whose gaps make them stale.</param>
    /// <param name="options">The mark, the cost basis, opening positions and conversions. If null, the defaults are used.</param>
    /// <returns>The value of the portfolio after each change.</returns>
    /// <remarks>
    /// A position is valued at the latest mark of its symbol; see <see cref="PortfolioOptions.Mark"/>. A gap makes the mark stale until the symbol's next one.
    /// Fees in the quote asset reduce the profit; fees in the base asset reduce the holding and are valued at the mark; fees in other assets are converted at
    /// the latest given price, or kept apart. Late fills and prices count as if they had come in time.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>Order event</term><description>One value with <see cref="PortfolioChange.Fill"/> if a position or its fees changed.</description></item>
    /// <item><term>Book or trade</term><description>One value with <see cref="PortfolioChange.Mark"/> if its symbol has a holding.</description></item>
    /// <item><term>Gap</term><description>One value with <see cref="PortfolioChange.Stale"/> for each holding whose mark was current, in the order of the symbols.</description></item>
    /// <item><term>OnError</term><description>Passed on from the source or the feed. OnError also occurs if the caller's function for prices throws.</description></item>
    /// <item><term>OnCompleted</term><description>That of the source.</description></item>
    /// <item><term>Dispose</term><description>Ends all subscriptions.</description></item>
    /// </list>
    /// <code>
    /// source         -f-----------|
    /// feed           ---b-c-x--b--|
    /// MeasureProfit  -p-q-r-s--t--|
    /// f = bought 10 at 100; b, c = books with a mid price of 101, 102; x = a gap
    /// p = unknown, q = 10, r = 20, s = 20 and stale, t = 10
    /// </code>
    /// <para>Temperature: the same as the source. Scheduler: none; values are stamped with the feed's clock. Concurrency: one input at a time. Memory: the
    /// orders that the tracker has not forgotten, at most 20,000 fills per symbol, and the latest book or price of each symbol of the feed.</para>
    /// </remarks>
    [OverloadResolutionPriority(1)] // So that null means no options.
    public static IObservable<PortfolioValue> MeasureProfit(this IObservable<OrderEvent> source, NexusFeed feed, PortfolioOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(feed);
        return Measure(source, feed, null, options);
    }

    /// <summary>
    /// Measures the profit as <see cref="MeasureProfit(IObservable{OrderEvent}, NexusFeed, PortfolioOptions?)"/> does, and converts other assets at given
    /// prices.
    /// </summary>
    /// <param name="source">The orders' events.</param>
    /// <param name="feed">The feed whose books or trades give the marks, and whose gaps make them stale.</param>
    /// <param name="prices">The prices of other assets, such as those of fees. Each is used until the next one of the same assets.</param>
    /// <param name="options">The mark, the cost basis, opening positions and conversions. If null, the defaults are used.</param>
    /// <returns>The value of the portfolio after each change.</returns>
    /// <remarks>
    /// All fees of an asset are converted at its latest price, so that the value does not depend on whether the price came before or after the fee.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>Price</term><description>One value with <see cref="PortfolioChange.Price"/> for each symbol that it converts.</description></item>
    /// <item><term>OnError</term><description>Passed on, also from the prices.</description></item>
    /// <item><term>OnCompleted</term><description>That of the source. If the prices complete, the latest ones remain in use.</description></item>
    /// <item><term>Dispose</term><description>Ends all subscriptions.</description></item>
    /// </list>
    /// <code>
    /// source         -f-------|
    /// feed           ---b-----|
    /// prices         -----m---|
    /// MeasureProfit  -p-q-r---|
    /// f = bought 10 at 100 for a fee of 2 XYZ, b = a book with a mid price of 101, m = a price of 0.5 for XYZ
    /// p = unknown, q = 10, r = 9
    /// </code>
    /// <para>Temperature: the same as the source. Scheduler: none. Concurrency: one input at a time. Memory: as without prices, and one price for each pair of assets.</para>
    /// </remarks>
    public static IObservable<PortfolioValue> MeasureProfit(
        this IObservable<OrderEvent> source, NexusFeed feed, IObservable<AssetPrice> prices, PortfolioOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(prices);
        return Measure(source, feed, prices, options);
    }

    private static IObservable<PortfolioValue> Measure(IObservable<OrderEvent> source, NexusFeed feed, IObservable<AssetPrice>? prices, PortfolioOptions? options)
    {
        options ??= new PortfolioOptions();
        return SafeObservable.Create<PortfolioValue>((observer, resources) =>
        {
            var ledger = new OrderLedger(options.CostBasis, options.OpeningPositions);
            resources.Add(ledger);
            var measurement = new ProfitMeasurement(observer, ledger, new PortfolioCalculator(ledger, options), feed);
            try
            {
                measurement.Start();
            }
            catch (Exception error)
            {
                observer.OnError(error);
                return;
            }

            measurement.Subscribe(source, prices, options.Mark, resources);
        });
    }
}
