using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TicketViewModelTests : IDisposable
{
    private readonly FakeGateway _gateway = new();
    private readonly DeskHarness _desk;
    private readonly TicketViewModel _ticket;

    public TicketViewModelTests()
    {
        _desk = new DeskHarness(gateway: _gateway);
        _ticket = new TicketViewModel(_desk.Market, _desk.Screen);
        _desk.Book("100x1 99x5 | 101x1 102x2");
        _desk.Frame();
    }

    public void Dispose()
    {
        _ticket.Dispose();
        _desk.Dispose();
    }

    [Test]
    public void Nothing_is_sent_before_the_confirmation()
    {
        Fill(Side.Buy, "100.5", "0.25");
        _ticket.Confirm();
        Assert.That(_gateway.Placed, Is.Empty, "not reviewed");

        _ticket.Review();
        Assert.That((_ticket.State.Step, _ticket.State.Value), Is.EqualTo((TicketStep.Confirming, (decimal?)25.125m)));
        Assert.That(_ticket.State.Request, Is.EqualTo(OrderRequest.Limit(_desk.Market.Symbol, Side.Buy, 0.25m, 100.5m)));
        Assert.That(_gateway.Placed, Is.Empty);

        _ticket.Confirm();
        _ticket.Confirm();
        Assert.That(_gateway.Placed, Is.EqualTo(new[] { _ticket.State.Request }), "a second click sends nothing");
        Assert.That(_ticket.State.Step, Is.EqualTo(TicketStep.Sending));
    }

    [Test]
    public void An_edit_after_the_review_needs_another_review()
    {
        Fill(Side.Buy, "100", "1");
        _ticket.Review();
        _ticket.SetQuantity("10");
        _ticket.Confirm();
        Assert.That((_ticket.State.Step, _gateway.Placed.Count), Is.EqualTo((TicketStep.Editing, 0)));

        _ticket.Review();
        _ticket.Back();
        _ticket.Confirm();
        Assert.That(_gateway.Placed, Is.Empty);
    }

    [TestCase("", "1", "Price: enter a number.")]
    [TestCase("61,800.5", "1", "Price: write decimals with a point, without other separators, such as 61800.5.")]
    [TestCase("abc", "1", "Price: 'abc' is not a number such as 61800.5.")]
    [TestCase("1e5", "1", "Price: '1e5' is not a number such as 61800.5.")]
    [TestCase("0", "1", "Price: the number must be above 0.")]
    [TestCase("100", "-1", "Quantity: '-1' is not a number such as 61800.5.")]
    [TestCase("100", " ", "Quantity: enter a number.")]
    [TestCase("99999999999999999999999999999", "1", "Price: '99999999999999999999999999999' is not a number such as 61800.5.")]
    [TestCase("9999999999999999999", "9999999999999999999", "Price × quantity is too large.")]
    public void A_problem_is_one_clear_sentence_and_prevents_the_order(string price, string quantity, string problem)
    {
        Fill(Side.Buy, price, quantity);
        _ticket.Review();
        Assert.That(_ticket.State.Problems, Is.EqualTo(new[] { problem }));
        Assert.That((_ticket.State.Step, _ticket.State.Request), Is.EqualTo((TicketStep.Editing, (OrderRequest?)null)));
    }

    [TestCase(Side.Buy, "100.5", "1", null)]
    [TestCase(Side.Buy, "101", "1", "The order executes at once, from the best ask of 101.")]
    [TestCase(Side.Sell, "100", "1", "The order executes at once, from the best bid of 100.")]
    [TestCase(Side.Buy, "202", "1", "The price is 100 % beyond the best ask of 101.")]
    [TestCase(Side.Sell, "10", "1", "The price is 90 % beyond the best bid of 100.")]
    [TestCase(Side.Buy, null, "4", "The book shows less than this quantity.")]
    public void The_review_shows_a_warning(Side side, string? price, string quantity, string? warning)
    {
        Fill(side, price, quantity);
        _ticket.Review();
        Assert.That(_ticket.State.Step, Is.EqualTo(TicketStep.Confirming));
        Assert.That(_ticket.State.Warnings, Is.EqualTo(warning is null ? [] : new[] { warning }));
    }

    [Test]
    public void The_value_of_a_market_order_is_what_the_book_gives()
    {
        Fill(Side.Buy, null, "2.5");
        _ticket.Review();
        Assert.That(_ticket.State.Value, Is.EqualTo(101m + 1.5m * 102));
        Assert.That(_ticket.State.Request, Is.EqualTo(OrderRequest.Market(_desk.Market.Symbol, Side.Buy, 2.5m)));
    }

    [Test]
    public void The_result_follows_the_order()
    {
        Send();
        _desk.Order("100x1 buy", OrderStatus.New, id: 42);
        _gateway.Placing.SetResult(42);
        _desk.Frame();
        Assert.That((_ticket.State.Result, _ticket.State.IsRejected, _ticket.State.Step), Is.EqualTo(("Order 42 was placed.", false, TicketStep.Editing)));

        _desk.Order("100x1 buy", OrderStatus.Filled, executed: 1, id: 42, seconds: 1);
        _desk.Frame();
        Assert.That(_ticket.State.Result, Is.EqualTo("Order 42 is filled: 1 at 100."));
    }

    [Test]
    public void A_rejection_by_the_exchange_is_shown_even_if_it_arrives_before_the_answer()
    {
        Send();
        _desk.Order("100x1 buy", OrderStatus.Rejected, id: 42);
        _desk.Frame();
        _gateway.Placing.SetResult(42);
        _desk.Frame();
        Assert.That((_ticket.State.Result, _ticket.State.IsRejected), Is.EqualTo(("Order 42 was rejected by the exchange.", true)));
    }

    [Test]
    public void A_failed_request_shows_whether_the_order_may_have_been_placed()
    {
        Send();
        _gateway.Placing.SetException(new OrderGatewayException("400: no such symbol"));
        _desk.Frame();
        Assert.That((_ticket.State.Result, _ticket.State.IsRejected), Is.EqualTo(("The order was not placed: 400: no such symbol", true)));
        Assert.That(_ticket.State.QuantityText, Is.EqualTo("1"), "it can be corrected");

        Send();
        _gateway.Placing.SetException(new OrderGatewayException("connection lost") { MayBeExecuted = true });
        _desk.Frame();
        Assert.That(_ticket.State.Result, Is.EqualTo("It is not known whether the order was placed: connection lost"));

        Send();
        _desk.Wait(11_000);
        Assert.That(_ticket.State.Result, Is.EqualTo("It is not known whether the order was placed: no answer for 10 s"));
        Assert.That(_ticket.State.Step, Is.EqualTo(TicketStep.Editing));
    }

    [Test]
    public void Without_a_gateway_the_ticket_shows_the_reason_and_sends_no_order()
    {
        using var desk = new DeskHarness();
        using var ticket = new TicketViewModel(desk.Market, desk.Screen);
        ticket.SetPrice("1");
        ticket.SetQuantity("1");
        ticket.Review();
        Assert.That((ticket.State.IsEnabled, ticket.State.Step), Is.EqualTo((false, TicketStep.Editing)));
        Assert.That(ticket.State.Problems, Is.EqualTo(new[] { "This screen sends no orders." }));
    }

    private void Send()
    {
        Fill(Side.Buy, "100", "1");
        _ticket.Review();
        _ticket.Confirm();
    }

    private void Fill(Side side, string? price, string quantity)
    {
        _ticket.SetSide(side);
        _ticket.SetType(price is null ? OrderType.Market : OrderType.Limit);
        _ticket.SetPrice(price ?? "");
        _ticket.SetQuantity(quantity);
    }
}
