using System.Reactive.Linq;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>Paper orders during and after a gap of the market.</summary>
public sealed class PaperGapTests
{
    private static readonly Latency Five = Latency.Fixed(TimeSpan.FromMilliseconds(5));

    [Test]
    public void Orders_are_confirmed_at_the_first_book_after_a_gap()
    {
        using var paper = new Paper();
        var (ledger, changes) = Track(paper);
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(2, 100));
        paper.Say(Make.Gap());
        Assert.That(ledger.Find(1)!.Flags, Is.EqualTo(OrderFlags.Stale));
        paper.Book(9, "100x5 | 101x5");

        Assert.That(changes, Is.EqualTo(new[] { "1 Created 1", "1 Stale 1", "9 Resynced 1" }));
        Assert.That(ledger.Find(1), Has.Property("Flags").EqualTo(OrderFlags.None).And.Property("Leaves").EqualTo(2));
    }

    [Test]
    public void The_answer_takes_the_latency_in_event_time()
    {
        using var paper = new Paper(new PaperExchangeOptions { OrderLatency = Five, ResponseLatency = Five });
        var (ledger, changes) = Track(paper);
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(2, 100));
        paper.Book(20, "100x5 | 101x5");
        paper.Say(Make.Gap());
        paper.Book(30, "100x5 | 101x5");
        paper.Book(39, "100x5 | 101x5");
        Assert.That(ledger.Find(1)!.Flags, Is.EqualTo(OrderFlags.Stale));
        paper.Book(50, "100x5 | 101x5");

        Assert.That(changes, Is.EqualTo(new[] { "11 Created 1", "20 Stale 1", "40 Resynced 1" }));
    }

    [Test]
    public void A_partly_filled_order_is_listed_with_its_total_and_average()
    {
        using var paper = new Paper();
        paper.Book(1, "100x5 | 101x1 102x1");
        _ = paper.Place(Paper.Buy(4, 102));
        _ = paper.Place(Paper.Sell(1, 110));
        _ = paper.Place(OrderRequest.Limit(Symbol.Parse("SPOT_ETH_USDT"), Side.Buy, 1, 1));
        var answer = paper.Exchange.RequestOrdersAsync(new SnapshotRequest(Make.Symbol, SnapshotReason.GapEnded, default));
        paper.Book(2, "100x5 | 103x1");

        Assert.That(answer.Result, Is.EqualTo(new OrderSnapshot
        {
            Timestamp = Marbles.DefaultStart.AddMilliseconds(1).AddTicks(-1),
            Symbol = Make.Symbol,
            Orders =
            [
                new OrderSnapshotEntry { OrderId = 1, Symbol = Make.Symbol, Side = Side.Buy, Type = OrderType.Limit, Price = 102, Quantity = 4, Status = OrderStatus.PartiallyFilled, Filled = 2, AveragePrice = 101.5m },
                new OrderSnapshotEntry { OrderId = 2, Symbol = Make.Symbol, Side = Side.Sell, Type = OrderType.Limit, Price = 110, Quantity = 1, Status = OrderStatus.New, Filled = 0 },
            ],
        }));
    }

    [Test]
    public void Fills_of_the_same_millisecond_as_the_snapshot_count_once()
    {
        using var paper = new Paper();
        var (ledger, changes) = Track(paper);
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(3, 100));
        paper.Say(Make.Gap());
        paper.Book(9, "100x0.5 | 101x5");
        paper.Trade(9, "100x1.5 sell");
        paper.Trade(9, "100x9 sell");

        Assert.That(changes.Skip(2), Is.EqualTo(new[] { "9 Resynced 1", "9 PartiallyFilled 1", "9 FillConfirmed 1", "9 Filled 1", "9 FillConfirmed 1" }));
        Assert.That(ledger.Find(1), Has.Property("IsSettled").True.And.Property("Reported").EqualTo(3).And.Property("Notional").EqualTo(300).And.Property("Flags").EqualTo(OrderFlags.None));
    }

    [Test]
    public void After_a_gap_orders_take_no_liquidity_until_the_next_book_and_trades_fill_resting_orders()
    {
        using var paper = new Paper();
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(2, 100));
        paper.Say(Make.Gap());
        _ = paper.Place(OrderRequest.Market(Make.Symbol, Side.Buy, 1));
        _ = paper.Place(Paper.Buy(1, 102));
        paper.Trade(5, "100x7 sell");
        paper.Book(6, "100x5 | 101x5");

        Assert.That(paper.Reports, Is.EqualTo(new[]
        {
            "1 NEW 1", "1 NEW 2", "1 CANCELLED 2", "1 NEW 3", "5 FILLED 3 1 at 102", "5 PARTIAL_FILLED 1 1 at 100",
        }));
    }

    [Test]
    public void A_strategy_that_waits_for_stale_orders_to_resolve_continues_trading()
    {
        using var paper = new Paper(new PaperExchangeOptions { OrderLatency = Five });
        var (ledger, _) = Track(paper);
        var quotes = new List<double>();
        paper.Exchange.Feed.Books.Where(_ => !ledger.Open.Any(static order => order.Flags.HasFlag(OrderFlags.Stale))).Subscribe(book =>
        {
            quotes.Add((book.Timestamp - Marbles.DefaultStart).TotalMilliseconds);
            _ = paper.Place(Paper.Buy(1, 90));
        });
        for (var at = 10; at <= 60; at += 10)
        {
            paper.Book(at, "100x5 | 101x5");
            if (at == 30)
                paper.Say(Make.Gap());
        }

        Assert.That(quotes, Is.EqualTo(new[] { 10, 20, 30, 50, 60 }));
    }

    [Test]
    public void The_gap_of_one_symbol_makes_only_its_orders_stale()
    {
        using var paper = new Paper();
        var (_, changes) = Track(paper);
        var eth = Symbol.Parse("SPOT_ETH_USDT");
        paper.Book(1, "100x5 | 101x5");
        paper.Say(Make.Book("10x5 | 11x5", "SPOT_ETH_USDT", Marbles.DefaultStart.AddMilliseconds(2)));
        _ = paper.Place(Paper.Buy(1, 90));
        _ = paper.Place(OrderRequest.Limit(eth, Side.Buy, 1, 9));
        paper.Say(Make.Gap(symbol: "SPOT_ETH_USDT"));
        paper.Book(3, "100x5 | 101x5");
        paper.Say(Make.Book("10x5 | 11x5", "SPOT_ETH_USDT", Marbles.DefaultStart.AddMilliseconds(4)));

        Assert.That(changes, Is.EqualTo(new[] { "2 Created 1", "2 Created 2", "2 Stale 2", "4 Resynced 2" }));
    }

    [Test]
    public void Order_operators_continue_after_a_gap()
    {
        using var paper = new Paper();
        var feed = paper.Exchange.Feed;
        using var ledger = new OrderLedger(feed.TrackOrders(paper.Exchange.RequestOrdersAsync));
        using var portfolio = new Portfolio(ledger, feed);
        var (seen, last) = (new List<string>(), (PortfolioValue?)null);
        ledger.Changes.WatchOpenOrders(TimeSpan.FromMilliseconds(50), feed.Clock).Subscribe(alert => seen.Add($"alert {alert.Reason}"));
        ledger.Changes.SnapshotRequests(feed).Subscribe(request => seen.Add($"request {request.Reason}"));
        ledger.Changes.MarkStale(feed.Gaps).Subscribe(marked => seen.Add($"{marked.Value?.Kind} {marked.IsStale}"));
        feed.EstimateQueue(ledger.Changes, booksContainOwn: false).Subscribe(estimate => seen.Add(FormattableString.Invariant($"ahead {estimate.MinAhead?.ToString() ?? "?"} to {estimate.MaxAhead?.ToString() ?? "?"}")));
        portfolio.Changes.Subscribe(value => last = value);

        paper.Book(1, "100x5 | 102x5");
        _ = paper.Place(Paper.Buy(2, 100));
        paper.Book(2, "100x5 | 102x5");
        seen.Clear();
        paper.Say(Make.Gap());
        Assert.That(seen, Is.EqualTo(new[] { "alert Stale", "Stale False", "ahead ? to ?", "Stale True" }));
        seen.Clear();
        paper.Book(3, "100x3 | 102x5");
        Assert.That(seen, Is.EqualTo(new[] { "request GapEnded", "ahead 0 to 3", "Resynced False" }));
        paper.Trade(4, "100x4 sell");

        Assert.That(last, Has.Property("Equity").EqualTo(1).And.Property("IsStale").False);
        Assert.That(ledger.Find(1), Has.Property("Filled").EqualTo(1).And.Property("Unconfirmed").EqualTo(0));
    }

    private static (OrderLedger Ledger, List<string> Changes) Track(Paper paper)
    {
        var ledger = new OrderLedger(paper.Exchange.Feed.TrackOrders(paper.Exchange.RequestOrdersAsync));
        var changes = new List<string>();
        ledger.Changes.Subscribe(change => changes.Add(FormattableString.Invariant($"{(paper.Market.Clock.Now - Marbles.DefaultStart).TotalMilliseconds} {change.Kind} {change.After.OrderId}")));
        return (ledger, changes);
    }
}
