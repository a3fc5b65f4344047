namespace Nexus.Reactive.Backtesting;

/// <summary>One run of a back-test.</summary>
/// <typeparam name="TParameters">The strategy's parameters.</typeparam>
public sealed class BackTestRun<TParameters>
{
    internal BackTestRun(string recording, TParameters parameters, PaperExchange exchange) =>
        (Recording, Parameters, Exchange) = (recording, parameters, exchange);

    /// <summary>The path of the recording.</summary>
    public string Recording { get; }

    /// <summary>The parameters.</summary>
    public TParameters Parameters { get; }

    /// <summary>The feed of the recorded market and of the run's orders. The runner connects it after the strategy has subscribed.</summary>
    public NexusFeed Feed => Exchange.Feed;

    /// <summary>The gateway for the run's orders.</summary>
    public IOrderGateway Gateway => Exchange;

    /// <summary>Requests the state of the run's orders, for <c>run.Feed.TrackOrders(run.RequestOrdersAsync)</c>; see <see cref="IOrderSnapshotSource"/>.</summary>
    /// <param name="request">The symbol, and the reason and time of the request.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public Task<OrderSnapshot> RequestOrdersAsync(SnapshotRequest request, CancellationToken cancellationToken = default) =>
        Exchange.RequestOrdersAsync(request, cancellationToken);

    internal PaperExchange Exchange { get; }
}
