namespace Nexus.Reactive;

/// <summary>Places and cancels orders. What happens to them is reported by the feed, as <see cref="OrderUpdate"/>s and <see cref="Transaction"/>s.</summary>
/// <remarks>
/// The exchange's websocket only reports; orders are sent by other means, such as HTTP. Implement this interface for them, so that a strategy runs unchanged
/// against the exchange, a simulator and recorded markets. An event of an order may arrive on the feed before the task of its request completes.
/// </remarks>
public interface IOrderGateway
{
    /// <summary>Places an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellationToken">Ends the wait for the answer. A request that was sent is not recalled.</param>
    /// <returns>The exchange's id of the order. The order exists, but may be rejected, filled or canceled already.</returns>
    /// <exception cref="OrderGatewayException">No order was placed, or it is not known whether one was.</exception>
    Task<long> PlaceAsync(OrderRequest order, CancellationToken cancellationToken = default);

    /// <summary>Cancels what is left of an order.</summary>
    /// <param name="symbol">The order's symbol.</param>
    /// <param name="orderId">The exchange's id of the order.</param>
    /// <param name="cancellationToken">Ends the wait for the answer. A request that was sent is not recalled.</param>
    /// <returns>True if the order was canceled; false if it was done already or is unknown to the exchange.</returns>
    /// <exception cref="OrderGatewayException">It is not known whether the order was canceled.</exception>
    Task<bool> CancelAsync(Symbol symbol, long orderId, CancellationToken cancellationToken = default);
}
