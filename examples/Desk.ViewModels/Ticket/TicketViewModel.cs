using System.Globalization;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>An order ticket: edit, review, confirm, then what became of the order. Nothing is sent without a confirmation.</summary>
public sealed class TicketViewModel : ViewModel<TicketState>
{
    private readonly Market _market;
    private readonly Screen _screen;
    private readonly SerialDisposable _order = new();
    private Book? _book;

    public TicketViewModel(Market market, Screen screen)
        : base(new TicketState { IsEnabled = market.Trading.Gateway is not null, Notice = market.Trading.Notice })
    {
        _market = market;
        _screen = screen;
        Subscriptions.Add(_order);
        Subscriptions.Add(market.Books.Latest(screen, market.Feed).Subscribe(book => _book = book));
    }

    public void SetSide(Side side) => Edit(State with { Side = side });

    /// <summary>Selects a limit or a market order; other types are ignored.</summary>
    public void SetType(OrderType type)
    {
        if (type is OrderType.Limit or OrderType.Market)
            Edit(State with { Type = type });
    }

    public void SetPrice(string text) => Edit(State with { PriceText = text });

    public void SetQuantity(string text) => Edit(State with { QuantityText = text });

    /// <summary>Fills in a price of the ladder or the chart, without rounding.</summary>
    public void SetPrice(decimal price) => SetPrice(price.ToString(CultureInfo.InvariantCulture));

    /// <summary>Checks the fields; then the ticket shows the order to confirm, or the problems.</summary>
    public void Review()
    {
        if (State.Step == TicketStep.Editing)
            Show(State.IsEnabled ? TicketCheck.Review(State, _market.Symbol, _book) : State with { Problems = [State.Notice] });
    }

    /// <summary>Returns from the confirmation to the fields.</summary>
    public void Back()
    {
        if (State.Step == TicketStep.Confirming)
            Edit(State);
    }

    /// <summary>Sends the order that is shown. A second call before its answer does nothing.</summary>
    public void Confirm()
    {
        if (State is not { Step: TicketStep.Confirming, Request: { } request } || _market.Trading.Gateway is not { } gateway)
            return;
        Show(State with { Step = TicketStep.Sending, Result = null, IsRejected = false });
        _order.Disposable = OrderAnswers.Ask(
                _screen,
                cancellation => gateway.PlaceAsync(request, cancellation),
                "the order was placed",
                static id => (Id: (long?)id, Text: string.Create(CultureInfo.InvariantCulture, $"Order {id} was placed.")),
                static failure => (Id: (long?)null, Text: failure))
            .Isolate(_market.Feed).Subscribe(answer =>
            {
                Show(State with { Step = TicketStep.Editing, Result = answer.Text, IsRejected = answer.Id is null, Warnings = [], QuantityText = answer.Id is null ? State.QuantityText : "" });
                if (answer.Id is { } id)
                    Follow(id);
            });
    }

    private void Edit(TicketState state)
    {
        if (State.Step != TicketStep.Sending)
            Show(state with { Step = TicketStep.Editing, Problems = [], Warnings = [], Request = null, Value = null });
    }

    // An event of the order may have arrived before the answer.
    private void Follow(long id) => _order.Disposable = _market.OrderEvents.Where(change => change.After.OrderId == id).Latest(_screen, _market.Feed).Subscribe(change =>
        Show(State with { Result = Describe(change.After), IsRejected = change.After.Status == OrderStatus.Rejected }));

    private static string Describe(Order order) => string.Create(CultureInfo.InvariantCulture, $"Order {order.OrderId} {order.Status switch
    {
        OrderStatus.Rejected => "was rejected by the exchange.",
        OrderStatus.Filled => $"is filled: {order.Filled} at {order.AveragePrice}.",
        OrderStatus.PartiallyFilled => $"is partly filled: {order.Filled} of {order.Quantity}.",
        OrderStatus.Cancelled when order.Filled > 0 => $"was canceled after {order.Filled} of {order.Quantity}.",
        OrderStatus.Cancelled => "was canceled.",
        _ => "was placed.",
    }}");
}
