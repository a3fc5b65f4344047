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

    internal PaperExchange Exchange { get; }
}
