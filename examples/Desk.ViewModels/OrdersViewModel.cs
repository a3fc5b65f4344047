using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The order blotter, and the history of one order: the selected one, otherwise the newest.</summary>
public sealed class OrdersViewModel : ViewModel<OrdersState>
{
    private const int LongestLife = 50;

    private readonly Market _market;
    private readonly int _length;
    private readonly Dictionary<long, OrderRow> _rows = [];
    private long? _picked;

    public OrdersViewModel(Market market, Screen screen, int length = 100)
        : base(OrdersState.Empty)
    {
        _market = market;
        _length = length;
        Subscriptions.Add(market.OrderEvents.Batches(screen).Subscribe(Apply));
    }

    /// <summary>Shows the history of an order; selecting it again returns to the newest order.</summary>
    public void Select(long orderId)
    {
        _picked = _picked == orderId ? null : orderId;
        Publish(State.Precision);
    }

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

    private void Publish(Precision precision)
    {
        List<OrderRow> rows = [.. _rows.Values.OrderByDescending(static row => row.Order.CreatedAt).ThenByDescending(static row => row.Order.OrderId)];
        foreach (var row in rows.Skip(_length))
            _rows.Remove(row.Order.OrderId);
        var picked = _picked is { } id ? _rows.GetValueOrDefault(id) : null;
        Show(new OrdersState([.. rows.Take(_length)], picked ?? rows.FirstOrDefault(), picked is not null, _market.Orders.Positions.GetValueOrDefault(_market.Symbol), precision));
    }
}
