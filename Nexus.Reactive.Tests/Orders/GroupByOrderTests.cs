using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>One group an order, completed when the order is forgotten.</summary>
public sealed class GroupByOrderTests
{
    private static (OrderDesk Desk, List<string> Log) Grouped()
    {
        var desk = new OrderDesk();
        var log = new List<string>();
        desk.Feed.TrackOrders().GroupByOrder().Subscribe(
            g =>
            {
                log.Add($"{g.Key} begins");
                g.Subscribe(o => log.Add($"{o.OrderId} {o.Status}"), () => log.Add($"{g.Key} ends"));
            },
            () => log.Add("all end"));
        return (desk, log);
    }

    [Test]
    public void A_group_begins_with_the_first_event_and_ends_when_the_order_is_forgotten()
    {
        var (desk, log) = Grouped();

        desk.Push(U(0, S.New), U(0, S.New, order: 2), U(1, S.Filled, 10), T(2, 1, 10));
        desk.Wait(1_000_000);

        Assert.That(log, Is.EqualTo(new[] { "1 begins", "1 New", "2 begins", "2 New", "1 Filled", "1 Filled", "1 ends" }));
    }

    [Test]
    public void Groups_end_with_the_stream()
    {
        var (desk, log) = Grouped();

        desk.Push(U(0, S.New));
        desk.Source.OnCompleted();

        Assert.That(log, Is.EqualTo(new[] { "1 begins", "1 New", "1 ends", "all end" }));
    }

    [Test]
    public void A_forgotten_order_that_is_spoken_of_again_is_a_new_group()
    {
        var (desk, log) = Grouped();

        desk.Push(U(0, S.Cancelled));
        desk.Wait(1_000_000);
        desk.Push(T(1_000_001, 1, 1));

        Assert.That(log, Is.EqualTo(new[] { "1 begins", "1 Cancelled", "1 ends", "1 begins", "1 Cancelled" }));
    }

    [Test]
    public void A_replayed_transaction_of_a_forgotten_order_opens_no_group()
    {
        var (desk, log) = Grouped();

        desk.Push(T(0, 1, 10), U(0, S.Filled, 10));
        desk.Wait(1_000_000);
        var count = log.Count;
        desk.Push(T(0, 1, 10), T(0, 1, 11));

        Assert.That(log, Has.Count.EqualTo(count));
    }

    [Test]
    public void The_end_of_trading_is_when_the_order_is_done()
    {
        var desk = new OrderDesk();
        var ends = new List<OrderStatus>();
        desk.Feed.TrackOrders().GroupByOrder().SelectMany(g => g.TakeUntil(o => o.IsDone).LastAsync()).Subscribe(o => ends.Add(o.Status));

        desk.Push(U(0, S.New), U(1, S.PartiallyFilled, 1), U(2, S.Cancelled), T(3, 1, 1));

        Assert.That(ends, Is.EqualTo(new[] { S.Cancelled }));
    }

    [Test]
    public void An_error_of_the_source_reaches_result_and_groups()
    {
        var source = new Subject<OrderEvent>();
        var error = new InvalidOperationException();
        var errors = new List<Exception>();
        source.GroupByOrder().Subscribe(g => g.Subscribe(_ => { }, errors.Add), errors.Add);

        source.OnNext(Of(U(0, S.New)).Last);
        source.OnError(error);

        Assert.That(errors, Is.EqualTo(new[] { error, error }));
    }

    [Test]
    public void The_source_must_be_given() =>
        Assert.That(() => NexusObservable.GroupByOrder(null!), Throws.ArgumentNullException);
}
