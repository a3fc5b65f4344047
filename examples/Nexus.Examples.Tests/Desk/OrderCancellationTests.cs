using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

public sealed class OrderCancellationTests
{
    [Test]
    public void Open_and_done_orders_are_listed_separately_and_an_open_order_can_be_canceled()
    {
        var gateway = new FakeGateway();
        using var desk = new DeskHarness(gateway: gateway);
        using var orders = new OrdersViewModel(desk.Market, desk.Screen);
        desk.Order("100x5 buy", OrderStatus.New, id: 1);
        desk.Order("100x5 buy", OrderStatus.Cancelled, id: 2, seconds: 1);
        desk.Frame();
        Assert.That((orders.State.Open.Single().Order.OrderId, orders.State.Done.Single().Order.OrderId), Is.EqualTo((1, 2)));

        orders.Cancel(2);
        orders.Cancel(3);
        Assert.That(gateway.Canceled, Is.Empty, "done or unknown");

        orders.Cancel(1);
        Assert.That((gateway.Canceled.Single(), orders.State.Message), Is.EqualTo((1, "Canceling order 1 …")));
        gateway.Canceling.SetResult(true);
        desk.Order("100x5 buy", OrderStatus.Cancelled, id: 1, seconds: 2);
        desk.Frame();
        Assert.That(orders.State.Message, Is.EqualTo("Order 1 was canceled."));
        Assert.That(orders.State.Open, Is.Empty);
    }

    [Test]
    public void A_failed_cancellation_is_shown()
    {
        var gateway = new FakeGateway();
        using var desk = new DeskHarness(gateway: gateway);
        using var orders = new OrdersViewModel(desk.Market, desk.Screen);
        desk.Order("100x5 buy", OrderStatus.New, id: 1);
        desk.Frame();
        orders.Cancel(1);
        desk.Wait(11_000);
        Assert.That(orders.State.Message, Is.EqualTo("It is not known whether order 1 was canceled: no answer for 10 s"));
    }

    [Test]
    public void An_open_order_is_not_dropped_for_newer_done_ones()
    {
        using var desk = new DeskHarness();
        using var orders = new OrdersViewModel(desk.Market, desk.Screen, length: 3);
        Assert.That(orders.State.CanCancel, Is.False);
        desk.Order("100x5 buy", OrderStatus.New, id: 1);
        for (var id = 2; id < 9; id++)
            desk.Order("100x5 buy", OrderStatus.Cancelled, id: id, seconds: id);
        desk.Frame();

        Assert.That(orders.State.Rows.Select(row => row.Order.OrderId), Is.EqualTo(new[] { 8, 7, 1 }));
    }
}
