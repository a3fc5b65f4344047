using System.Reactive.Concurrency;
using Nexus.Reactive;

namespace Strategy;

/// <summary>The one order of a side, from the signal until the exchange reports that it is done.</summary>
internal sealed class QuoteSide(IScheduler clock, Side side)
{
    private Quote? _sent;
    private Order? _order;
    private bool _isCanceling;

    /// <summary>Quotes if the side has no order, and cancels an order that is too far from the price.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="price">The best price for a quote; null withdraws it.</param>
    /// <param name="quantity">The quantity; 0 or below withdraws the quote.</param>
    /// <param name="tolerance">The distance from the price at which an order remains.</param>
    public IEnumerable<Signal> Quote(Symbol symbol, decimal? price, decimal quantity, decimal tolerance)
    {
        if (price is not { } wanted || wanted <= 0 || quantity <= 0)
            return Withdraw();
        if (_sent is null)
            return [_sent = new Quote(clock.Now, symbol, side, quantity, wanted)];
        return Math.Abs(_sent.Price!.Value - wanted) > tolerance ? Withdraw() : [];
    }

    public IEnumerable<Signal> Withdraw()
    {
        // Until the exchange reports the order, its id is unknown.
        if (_order is null || _isCanceling)
            return [];
        _isCanceling = true;
        return [new Cancel(clock.Now, _order.Symbol, _order.OrderId)];
    }

    /// <summary>Takes the news of an order, which may be that of this side.</summary>
    public void OnOrder(OrderEvent change)
    {
        if (_sent is null || (_order is null ? !OwnOrders.IsFirstEvent(_sent, change) : change.After.OrderId != _order.OrderId))
            return;
        _order = change.After;
        if (_order.IsDone)
            (_sent, _order, _isCanceling) = (null, null, false);
    }
}
