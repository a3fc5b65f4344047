using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Orders.OrderDesk;

namespace Nexus.Reactive.Tests.Profit;

/// <summary>The queryable view, its stream, and its end.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PortfolioTests : IDisposable
{
    private readonly Subject<NexusMessage> _source = new();
    private readonly NexusFeed _feed;

    public PortfolioTests() => _feed = new NexusFeed(_source);

    public void Dispose() => _source.Dispose();

    [Test]
    public void Changes_begin_with_the_latest_value()
    {
        using var portfolio = new Portfolio(_feed.TrackOrders(), _feed);
        Push(T(1, 1, 5), Book(101, 103));

        Assert.That(portfolio.Changes.FirstAsync().Wait(), Is.SameAs(portfolio.Value));
        Assert.That((portfolio.Value.Equity, portfolio.Find(Btc)!.UnrealizedProfit, portfolio.Symbols.Keys.Single()), Is.EqualTo(((decimal?)10m, (decimal?)10m, Btc)));
        Assert.That(portfolio.Find(Eth), Is.Null);
    }

    [Test]
    public void A_portfolio_of_a_ledger_includes_what_the_ledger_saw_before()
    {
        using var ledger = new OrderLedger(_feed.TrackOrders(new OrderTrackingOptions { DoneOrderRetention = TimeSpan.Zero }), CostBasis.FirstInFirstOut, [new OpeningPosition(Btc, 1, 90)]);
        Push(T(1, 1, 10), U(1, OrderStatus.Filled, 10), new Ping(At(1_000_000)));
        Assert.That(ledger.Find(1), Is.Null);

        using var portfolio = new Portfolio(ledger, _feed);
        Push(Book(101, 103, 1_000_001), T(1_000_002, 2, 1, 104, order: 2, side: Side.Sell));

        var profit = portfolio.Find(Btc)!;
        Assert.That((profit.Quantity, profit.RealizedProfit, profit.UnrealizedProfit), Is.EqualTo((10m, 14m, (decimal?)20m)));
    }

    [Test]
    public void Opening_positions_belong_to_the_ledger_that_counts_the_fills()
    {
        using var ledger = new OrderLedger(_feed.TrackOrders());
        var options = new PortfolioOptions { OpeningPositions = [new OpeningPosition(Btc, 1, 90)] };

        Assert.That(() => new Portfolio(ledger, _feed, options), Throws.ArgumentException);
        Assert.That(() => new PortfolioOptions { OpeningPositions = [new OpeningPosition(Btc, 1, 90), new OpeningPosition(Btc, 2, 90)] }, Throws.ArgumentException);
        Assert.That(() => new OrderLedger(_feed.TrackOrders(), CostBasis.AverageCost, [new OpeningPosition(Btc, 1, 90), new OpeningPosition(Btc, 2, 90)]), Throws.ArgumentException);
        Assert.That(() => new OpeningPosition(Btc, 1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void The_drawdown_is_counted_from_the_greatest_equity()
    {
        using var portfolio = new Portfolio(_feed.TrackOrders(), _feed, new PortfolioOptions { InitialEquity = 1_000 });
        Push(T(1, 1, 10), Book(109, 111), Book(103, 105));

        Assert.That((portfolio.Value.HighWaterMark, portfolio.Value.Equity, portfolio.Value.Drawdown, portfolio.Value.RelativeDrawdown), Is.EqualTo((1_100m, (decimal?)1_040m, (decimal?)60m, (decimal?)(60 / 1_100m))));
    }

    [Test]
    public void A_stale_price_moves_no_high_water_mark()
    {
        using var portfolio = new Portfolio(_feed.TrackOrders(), _feed);
        Push(Book(109, 111), Gap(), T(1, 1, 10), Book(103, 105));

        Assert.That((portfolio.Value.HighWaterMark, portfolio.Value.Equity), Is.EqualTo((40m, (decimal?)40m)));
    }

    [Test]
    public void The_state_remains_readable_after_the_end()
    {
        var portfolio = new Portfolio(_feed.TrackOrders(), _feed);
        var isCompleted = false;
        using var changes = portfolio.Changes.Subscribe(static _ => { }, () => isCompleted = true);
        Push(T(1, 1, 10), Book(109, 111));
        portfolio.Dispose();
        Push(Book(119, 121));

        Assert.That((isCompleted, portfolio.Value.Equity, portfolio.Find(Btc)!.Mark), Is.EqualTo((true, (decimal?)100m, (decimal?)110m)));
    }

    [Test]
    public void An_error_of_the_feed_reaches_the_changes()
    {
        using var portfolio = new Portfolio(_feed.TrackOrders(), _feed);
        var error = new InvalidOperationException();
        Exception? received = null;
        using var changes = portfolio.Changes.Subscribe(static _ => { }, e => received = e);
        Push(T(1, 1, 10), Book(109, 111));
        _source.OnError(error);

        Assert.That((received, portfolio.Value.Equity), Is.EqualTo((error, (decimal?)100m)));
    }

    [Test]
    public void Fees_beyond_decimals_range_do_not_throw()
    {
        using var portfolio = new Portfolio(_feed.TrackOrders(), _feed);
        Push(T(1, 1, decimal.MaxValue, 2), T(2, 2, 1, 3, order: 2, fee: decimal.MaxValue, feeAsset: "USDT"), Book(101, 103));

        Assert.That(portfolio.Value.Equity, Is.Not.Null);
    }

    private void Push(params NexusMessage[] messages)
    {
        _feed.Connect();
        foreach (var message in messages)
            _source.OnNext(message);
    }

    private static Book Book(decimal bid, decimal ask, double at = 5) => Make.Book($"{bid}x50 | {ask}x50", timestamp: At(at));
}
