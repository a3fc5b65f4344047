namespace Nexus.Reactive;

/// <summary>Requests the state of the client's own orders from the exchange, for example after a gap.</summary>
/// <remarks>
/// Pass the method to <c>feed.TrackOrders(source.RequestOrdersAsync)</c>. An exchange that lists orders has it beside its <see cref="IOrderGateway"/>.
/// </remarks>
public interface IOrderSnapshotSource
{
    /// <summary>Requests the orders of one symbol.</summary>
    /// <param name="request">The symbol, and the reason and time of the request.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>The symbol's open orders, and those that were done while the feed had a gap.</returns>
    /// <exception cref="OrderGatewayException">The exchange did not answer.</exception>
    Task<OrderSnapshot> RequestOrdersAsync(SnapshotRequest request, CancellationToken cancellationToken = default);
}
