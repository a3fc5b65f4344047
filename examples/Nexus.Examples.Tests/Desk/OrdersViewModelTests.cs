using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OrdersViewModelTests : IDisposable
{
    private readonly DeskHarness _desk = new();
    private readonly OrdersViewModel _orders;

    public OrdersViewModelTests() => _orders = new OrdersViewModel(_desk.Market, _desk.Screen, length: 3);

    public void Dispose()
    {
        _orders.Dispose();
        _desk.Dispose();
    }

    [Test]
    public void The_history_of_an_order_is_shown_step_by_step()
    {
        _desk.Order("100x5 buy", OrderStatus.New);
        _desk.Order("100x5 buy", OrderStatus.PartiallyFilled, executed: 2, seconds: 1);
        _desk.Fill("100x2 buy", id: 7, seconds: 1);
        _desk.Order("100x5 buy", OrderStatus.Filled, executed: 3, seconds: 2);
        _desk.Frame();

        var row = _orders.State.Rows.Single();
        Assert.That(row.Steps.Select(step => step.Kind), Is.EqualTo(new[]
        {
            OrderEventKind.Created, OrderEventKind.PartiallyFilled, OrderEventKind.FillConfirmed, OrderEventKind.Filled,
        }));
        Assert.That((row.Order.Status, row.Order.Filled), Is.EqualTo((OrderStatus.Filled, 5m)));
        Assert.That(_orders.State.Position!.Quantity, Is.EqualTo(5));
    }

    [Test]
    public void The_newest_order_is_shown_while_no_order_is_selected()
    {
        _desk.Order("100x5 buy", OrderStatus.New, id: 1);
        _desk.Order("100x5 buy", OrderStatus.New, id: 2, seconds: 1);
        _desk.Frame();
        Assert.That(Shown(), Is.EqualTo((2, false)));

        _orders.Select(1);
        Assert.That(Shown(), Is.EqualTo((1, true)));

        _desk.Order("100x5 buy", OrderStatus.New, id: 3, seconds: 2);
        _desk.Frame();
        Assert.That(Shown(), Is.EqualTo((1, true)));

        _orders.Select(1);
        Assert.That(Shown(), Is.EqualTo((3, false)));
    }

    [Test]
    public void New_orders_come_first_and_the_oldest_drop_out()
    {
        for (var id = 1; id <= 5; id++)
            _desk.Order("100x5 buy", OrderStatus.New, id: id, seconds: id);
        _desk.Frame();

        Assert.That(_orders.State.Rows.Select(row => row.Order.OrderId), Is.EqualTo(new[] { 5, 4, 3 }));
    }

    [Test]
    public void A_gap_marks_an_open_order()
    {
        _desk.Order("100x5 buy", OrderStatus.New);
        _desk.Gap();
        _desk.Frame();

        Assert.That(_orders.State.Rows.Single().Order.Flags, Is.EqualTo(OrderFlags.Stale));
        Assert.That(_orders.State.Rows.Single().Steps[^1].Kind, Is.EqualTo(OrderEventKind.Stale));
    }

    [Test]
    public void A_screen_that_opens_later_shows_the_history_so_far()
    {
        _desk.Order("100x5 buy", OrderStatus.New);
        _desk.Order("100x5 buy", OrderStatus.Cancelled, seconds: 1);
        using var late = new OrdersViewModel(_desk.Market, _desk.Screen);
        _desk.Frame();

        Assert.That(late.State.Rows.Single().Steps.Select(step => step.Kind), Is.EqualTo(new[] { OrderEventKind.Created, OrderEventKind.Cancelled }));
    }

    [Test]
    public void A_forgotten_order_leaves_the_blotter()
    {
        _desk.Order("100x5 buy", OrderStatus.Cancelled);
        _desk.Frame();
        Assert.That(_orders.State.Rows, Has.Length.EqualTo(1));

        _desk.Trade("100x1 buy", seconds: 600);
        _desk.Frame();
        Assert.That(_orders.State.Rows, Is.Empty);
        Assert.That(_orders.State.Shown, Is.Null);
    }

    [Test]
    public void A_fill_with_more_decimals_than_the_order_is_not_rounded()
    {
        _desk.Order("100x5 buy", OrderStatus.PartiallyFilled, executed: 1.25m);
        _desk.Frame();

        Assert.That(_orders.State.Precision.Quantity, Is.EqualTo(2));
    }

    private (long, bool) Shown() => (_orders.State.Shown!.Order.OrderId, _orders.State.IsPicked);
}
