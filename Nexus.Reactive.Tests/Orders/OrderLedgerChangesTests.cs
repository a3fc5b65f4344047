using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Feed;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>A ledger and its subscribers.</summary>
public sealed class OrderLedgerChangesTests
{
    [Test]
    public void A_ledger_finds_an_open_order()
    {
        using var ledger = new OrderLedger(Of().Feed.TrackOrders());
        Assert.That(ledger.Find(1), Is.Null);

        var desk = new OrderDesk();
        using var other = new OrderLedger(desk.Feed.TrackOrders());
        desk.Push(U(0, S.New));
        Assert.That(other.Find(1), Is.SameAs(other.Open[0]));
    }

    [Test]
    public void A_ledger_that_failed_still_reports_its_error_after_it_is_disposed()
    {
        var error = new InvalidOperationException();
        var ledger = new OrderLedger(Observable.Throw<OrderEvent>(error));
        ledger.Dispose();

        Exception? seen = null;
        ledger.Changes.Subscribe(_ => { }, e => seen = e);
        Assert.That(seen, Is.SameAs(error));
    }

    [Test]
    public void Exceptions_of_several_subscribers_are_thrown_together()
    {
        using var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        ledger.Changes.Subscribe(static _ => throw new InvalidOperationException());
        ledger.Changes.Subscribe(static _ => throw new NotSupportedException());

        var thrown = Assert.Throws<AggregateException>(() => events.OnNext(Of(U(0, S.New)).Last))!;
        Assert.That(thrown.InnerExceptions.Select(e => e.GetType()), Is.EqualTo(new[] { typeof(InvalidOperationException), typeof(NotSupportedException) }));
    }

    [Test]
    public void A_subscriber_that_is_disposed_does_not_affect_the_others()
    {
        using var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        var seen = new List<OrderEvent>();
        var leaving = ledger.Changes.Subscribe(_ => { });
        ledger.Changes.Subscribe(seen.Add);

        leaving.Dispose();
        events.OnNext(Of(U(0, S.New)).Last);

        Assert.That(seen, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_order_state_reported_twice_counts_once_even_without_a_notional()
    {
        using var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        var order = Of(T(0, 1, 4, 101)).Order with { Notional = null };
        events.OnNext(new OrderEvent(null, order, PartiallyFilled, null));
        events.OnNext(new OrderEvent(null, order, PartiallyFilled, null));

        Assert.That((ledger.Positions[Btc].Quantity, ledger.Positions[Btc].AverageCost), Is.EqualTo((4m, (decimal?)101m)));
    }

    [Test]
    public void Subscribe_returns_while_orders_arrive_faster_than_they_are_delivered()
    {
        const int count = 2 * FastProducer.MaxAhead;
        using var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        events.OnNext(Creation(0));
        FastProducer? producer = null;
        var subscriber = Environment.CurrentManagedThreadId;
        var (seen, onSubscriber) = (0, 0);

        using var subscription = ledger.Changes.Subscribe(_ =>
        {
            seen++;
            if (Environment.CurrentManagedThreadId == subscriber)
                onSubscriber++;
            if (producer is not null)
                return;
            producer = new FastProducer(count, number => events.OnNext(Creation(number)));
            producer.AssertWaits();
        });

        Assert.That(onSubscriber, Is.AtMost(FastProducer.MaxAhead), "events delivered by Subscribe");
        producer!.AssertEnds();
        Assert.That(seen, Is.EqualTo(count + 1));
    }

    [Test]
    public void Subscribe_returns_while_each_delivery_triggers_the_next_order()
    {
        const int count = 20_000;
        using var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        using var next = new SemaphoreSlim(1);
        using var all = new CountdownEvent(count);
        var subscriber = Environment.CurrentManagedThreadId;
        var onSubscriber = 0;
        var feed = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < count && next.Wait(TimeSpan.FromSeconds(30)); i++)
                    events.OnNext(Creation(i));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        using var subscription = ledger.Changes.Subscribe(_ =>
        {
            if (Environment.CurrentManagedThreadId == subscriber)
                onSubscriber++;
            next.Release();
            all.Signal();
        });

        Assert.That(onSubscriber, Is.LessThan(count / 2));
        next.Release(count);
        Assert.That(feed.Wait(TimeSpan.FromSeconds(60)));
    }

    private static OrderEvent Creation(long id) => new(null, Created(id), OrderEventKind.Created, null);

    private static Order Created(long id) => new()
    {
        OrderId = id,
        Symbol = Symbol.Parse("SPOT_BTC_USDT"),
        Side = Side.Buy,
        Type = OrderType.Limit,
        Status = OrderStatus.New,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
