using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Speed, fill ratio and slippage of orders.</summary>
public sealed class MeasureExecutionTests
{
    private static List<ExecutionQuality> Measure(Func<Order, DateTimeOffset?>? submittedAt, params NexusMessage[] messages)
    {
        var desk = new OrderDesk();
        var measures = new List<ExecutionQuality>();
        desk.Feed.TrackOrders().MeasureExecution(desk.Feed.Books, submittedAt).Subscribe(measures.Add);
        desk.Push(messages);
        return measures;
    }

    private static Book BookAt(double at, decimal bid, decimal ask, Symbol? symbol = null) =>
        new(symbol ?? Btc, At(at), [new Level(ask, 1)], [new Level(bid, 1)]);

    // Seconds to the acknowledgement, to the first fill and to the end, or a dot while there is none.
    [TestCase("---n--p---f-T",
              "---3--3---3-3",
              "---.--6---6-6",
              "---.--.---:-:", 0, TestName = "Times_are_measured_from_the_submission_if_the_caller_provides_it")]
    [TestCase("---n--p---f-T",
              "---0--0---0-0",
              "---.--3---3-3",
              "---.--.---7-7", null, TestName = "Without_a_submission_times_are_measured_from_the_earliest_timestamp_of_the_order")]
    [TestCase("---4--e",
              "---.--0",
              "---0--2",
              "---.--.", null, TestName = "The_earliest_timestamp_is_used_even_if_it_arrives_later")]
    [TestCase("---r--4",
              "---0--0",
              "---.--3",
              "---0--.", null, TestName = "A_reopened_order_has_no_time_to_done")]
    public void Times(string feed, string acknowledged, string filled, string done, int? submitted)
    {
        using var m = OrderMarbles.EachSecond();
        var messages = m.Feed(feed, [.. OrderMarbles.Inputs, ('e', Make.Order("100x10 buy", timestamp: m.GetTime(1)))]);
        var measures = messages.TrackOrders().MeasureExecution(messages.Books, submitted is { } frame ? _ => m.GetTime(frame) : null);
        m.Expect(measures.Select(static it => OrderMarbles.Letter(it.TimeToAcknowledge))).ToBe(acknowledged);
        m.Expect(measures.Select(static it => OrderMarbles.Letter(it.TimeToFirstFill))).ToBe(filled);
        m.Expect(measures.Select(static it => OrderMarbles.Letter(it.TimeToDone))).ToBe(done);
        m.Run();
    }

    [TestCase("n-p-|", "--|", "N-P-|", TestName = "The_result_does_not_complete_with_the_books")]
    [TestCase("n-p-|", "---", "N-P-|", TestName = "The_result_completes_with_the_orders")]
    public void Ends(string feed, string books, string measures)
    {
        using var m = OrderMarbles.EachSecond();
        m.Expect(m.Feed(feed, OrderMarbles.Inputs).TrackOrders().MeasureExecution(m.Hot<Book>(books)).Select(static it => OrderMarbles.Letter(it.Order.Status))).ToBe(measures);
        m.Run();
    }

    [Test]
    public void The_fill_ratio_is_filled_by_quantity_and_null_while_that_is_unknown() =>
        Assert.That(Measure(null, T(0, 1, 4), U(1, S.New)).Select(m => m.FillRatio), Is.EqualTo(new decimal?[] { null, 0.4m }));

    [TestCase(Side.Buy, 2)]
    [TestCase(Side.Sell, -2)]
    public void Slippage_is_the_average_price_against_the_mid_at_creation_positive_when_worse(Side side, int slippage)
    {
        var measures = Measure(
            null,
            BookAt(0, 90, 110),
            BookAt(1, 98, 102),
            BookAt(1, 1, 3, Eth),
            U(2, S.New, side: side),
            BookAt(3, 200, 202),
            T(4, 1, 4, 102, side: side));

        Assert.That(measures.Select(m => m.Slippage), Is.EqualTo(new decimal?[] { null, slippage }));
        Assert.That(measures[0].BookAtCreation, Is.EqualTo(BookAt(1, 98, 102)));
    }

    [Test]
    public void Without_a_book_there_is_no_slippage() =>
        Assert.That(Measure(null, T(4, 1, 4), BookAt(5, 98, 102), T(6, 2, 1))[^1].Slippage, Is.Null);

    [Test]
    public void Forgotten_orders_and_replays_of_them_give_no_measures() =>
        Assert.That(Measure(null, T(0, 1, 10), U(0, S.Filled, 10), new Ping(At(1_000_000)), T(0, 1, 10)), Has.Count.EqualTo(2));

    [Test]
    public void A_forgotten_order_that_returns_is_measured_from_its_return()
    {
        var desk = new OrderDesk();
        var measures = new List<ExecutionQuality>();
        desk.Feed.TrackOrders().MeasureExecution(desk.Feed.Books).Subscribe(measures.Add);
        desk.Push(BookAt(0, 99, 101), U(0, S.Cancelled), new Ping(At(1_000_000)), BookAt(1_000_000, 199, 201), T(1_000_001, 5, 1));

        Assert.That(measures.Select(m => m.BookAtCreation!.Mid), Is.EqualTo(new[] { 100, 200 }));
    }

    [Test]
    public void A_measure_counts_the_earliest_report_of_each_kind()
    {
        Assert.That(Measured(U(130, S.New), T(120, 1, 4)).TimeToAcknowledge, Is.EqualTo(TimeSpan.FromMilliseconds(30)));
        Assert.That(Measured(U(150, S.PartiallyFilled, 4), T(149, 1, 4)).TimeToFirstFill, Is.EqualTo(TimeSpan.FromMilliseconds(49)));
        Assert.That(Measured(U(190, S.Filled, 10), T(200, 1, 10)).TimeToDone, Is.EqualTo(TimeSpan.FromMilliseconds(90)));
        Assert.That(Measured(T(120, 1, 4), Gap()).TimeToAcknowledge, Is.Null);

        static ExecutionQuality Measured(params NexusMessage[] messages)
        {
            var desk = new OrderDesk();
            ExecutionQuality? last = null;
            desk.Feed.TrackOrders().MeasureExecution(desk.Feed.Books, static _ => At(100)).Subscribe(measures => last = measures);
            desk.Push(messages);
            return last!;
        }
    }

    [Test]
    public void An_order_without_a_quantity_has_no_fill_ratio() =>
        Assert.That(new ExecutionQuality { Order = Of(U(0, S.New, quantity: null)).Order, SubmittedAt = At(0) }.FillRatio, Is.Null);

    private static Book BookAt(double at, decimal bid, decimal ask) => new(Btc, At(at), [new Level(ask, 1)], [new Level(bid, 1)]);
}
