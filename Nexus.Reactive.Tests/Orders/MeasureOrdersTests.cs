using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Speed, fill ratio and slippage of orders.</summary>
public sealed class MeasureOrdersTests
{
    private static List<OrderMeasures> Measure(Func<Order, DateTimeOffset?>? submittedAt, params NexusMessage[] messages)
    {
        var desk = new OrderDesk();
        var measures = new List<OrderMeasures>();
        desk.Feed.TrackOrders().MeasureOrders(desk.Feed.Books, submittedAt).Subscribe(measures.Add);
        desk.Push(messages);
        return measures;
    }

    private static Book BookAt(double at, decimal bid, decimal ask, Symbol? symbol = null) =>
        new(symbol ?? Btc, At(at), [new Level(ask, 1)], [new Level(bid, 1)]);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    [Test]
    public void Times_count_from_the_submission_when_the_caller_knows_it()
    {
        var last = Measure(_ => At(100), U(130, S.New), U(150, S.PartiallyFilled, 4), T(151, 1, 4), U(190, S.Filled, 6), T(190, 2, 6))[^1];

        Assert.That((last.SubmittedAt, last.ToAcknowledge, last.ToFirstFill, last.ToDone), Is.EqualTo((At(100), (TimeSpan?)Ms(30), (TimeSpan?)Ms(50), (TimeSpan?)Ms(90))));
    }

    [Test]
    public void Else_they_count_from_the_orders_earliest_timestamp_whatever_arrived_first()
    {
        var measures = Measure(null, T(151, 1, 4), U(130, S.New));

        Assert.That(measures[0], Has.Property("ToAcknowledge").Null.And.Property("ToFirstFill").EqualTo(Ms(0)).And.Property("ToDone").Null);
        Assert.That(measures[1], Has.Property("ToAcknowledge").EqualTo(Ms(0)).And.Property("ToFirstFill").EqualTo(Ms(21)));
    }

    [Test]
    public void An_order_that_is_reopened_is_not_done() =>
        Assert.That(Measure(null, U(0, S.Rejected), T(1, 1, 4))[^1].ToDone, Is.Null);

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
    public void What_the_callers_function_throws_is_the_streams_error()
    {
        var desk = new OrderDesk();
        var error = new InvalidOperationException();
        Exception? seen = null;
        desk.Feed.TrackOrders().MeasureOrders(desk.Feed.Books, _ => throw error).Subscribe(_ => { }, e => seen = e);

        desk.Push(U(0, S.New), U(1, S.Cancelled));

        Assert.That(seen, Is.SameAs(error));
    }

    [Test]
    public void It_ends_with_the_events_and_not_with_the_books()
    {
        using var events = new Subject<OrderEvent>();
        using var books = new Subject<Book>();
        var ended = false;
        events.MeasureOrders(books).Subscribe(_ => { }, () => ended = true);

        books.OnCompleted();
        Assert.That(ended, Is.False);
        events.OnCompleted();
        Assert.That(ended, Is.True);
        Assert.That(events.HasObservers, Is.False);
    }

    [Test]
    public void Arguments_are_checked_at_once()
    {
        Assert.That(() => NexusObservable.MeasureOrders(null!, Observable.Never<Book>()), Throws.ArgumentNullException);
        Assert.That(() => Observable.Never<OrderEvent>().MeasureOrders(null!), Throws.ArgumentNullException);
    }
}
