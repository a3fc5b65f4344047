using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The order blotter, and the history of one order: the selected one, otherwise the newest.</summary>
public sealed class OrdersViewModel : ViewModel<OrdersState>
{
    private const int LongestLife = 50;

    private readonly Market _market;
    private readonly int _length;
    private readonly Dictionary<long, OrderRow> _rows = [];
    private readonly Subject<long> _cancellations = new();
    private long? _picked;

    public OrdersViewModel(Market market, Screen screen, int length = 100)
        : base(OrdersState.Empty with { CanCancel = market.Trading.Gateway is not null })
    {
        _market = market;
        _length = length;
        Subscriptions.Add(market.OrderEvents.Batches(screen, market.Feed).Subscribe(Apply));
        if (market.Trading.Gateway is { } gateway)
            Subscriptions.Add(_cancellations.SelectMany(id => Cancel(gateway, id, screen)).Isolate(market.Feed).Subscribe(message => Show(State with { Message = message })));
    }

    /// <summary>The open orders for a list control, newest first.</summary>
    public RowList<long, OrderRow> Open { get; } = new(static row => row.Order.OrderId);

    /// <summary>The done orders for a list control, newest first.</summary>
    public RowList<long, OrderRow> Done { get; } = new(static row => row.Order.OrderId);

    /// <summary>Shows the history of an order; selecting it again returns to the newest order.</summary>
    public void Select(long orderId)
    {
        _picked = _picked == orderId ? null : orderId;
        Publish(State.Precision);
    }

    /// <summary>Cancels what is left of an open order. The feed reports the cancellation, and <see cref="OrdersState.Message"/> a failure.</summary>
    public void Cancel(long orderId)
    {
        if (!State.CanCancel || !_rows.TryGetValue(orderId, out var row) || row.Order.IsDone)
            return;
        Show(State with { Message = $"Canceling order {orderId} …" });
        _cancellations.OnNext(orderId);
    }

    protected override void OnShown()
    {
        Open.Update(State.Open);
        Done.Update(State.Done);
    }

    private IObservable<string> Cancel(IOrderGateway gateway, long orderId, Screen screen) => OrderAnswers.Ask(
        screen,
        cancellation => gateway.CancelAsync(_market.Symbol, orderId, cancellation),
        $"order {orderId} was canceled",
        isCanceled => isCanceled ? $"Order {orderId} was canceled." : $"Order {orderId} was done already.",
        static failure => failure);

    private void Apply(IList<OrderEvent> batch)
    {
        var precision = State.Precision;
        foreach (var step in batch)
        {
            Apply(step);
            precision = precision.With(step.After.Price ?? 0, step.After.Quantity ?? 0).With(0, step.After.Filled);
        }

        Publish(precision);
    }

    private void Apply(OrderEvent step)
    {
        var id = step.After.OrderId;
        if (step.Kind == OrderEventKind.Forgotten)
            _rows.Remove(id);
        else if (_rows.TryGetValue(id, out var row))
            _rows[id] = new OrderRow(step.After, [.. row.Steps.Append(step).TakeLast(LongestLife)]);
        else if (step.Kind is not (OrderEventKind.Duplicate or OrderEventKind.Conflict))
            _rows.Add(id, new OrderRow(step.After, [step]));
    }

    // Open orders are the last to be dropped.
    private void Publish(Precision precision)
    {
        foreach (var row in Sorted(_rows.Values.OrderBy(static row => row.Order.IsDone)).Skip(_length).ToArray())
            _rows.Remove(row.Order.OrderId);
        OrderRow[] rows = [.. Sorted(_rows.Values.OrderBy(static _ => 0))];
        var picked = _picked is { } id ? _rows.GetValueOrDefault(id) : null;
        Show(State with
        {
            Rows = [.. rows],
            Open = [.. rows.Where(static row => !row.Order.IsDone)],
            Done = [.. rows.Where(static row => row.Order.IsDone)],
            Shown = picked ?? rows.FirstOrDefault(),
            IsPicked = picked is not null,
            Position = _market.Orders.Positions.GetValueOrDefault(_market.Symbol),
            Precision = precision,
        });
    }

    private static IEnumerable<OrderRow> Sorted(IOrderedEnumerable<OrderRow> rows) =>
        rows.ThenByDescending(static row => row.Order.CreatedAt).ThenByDescending(static row => row.Order.OrderId);
}
