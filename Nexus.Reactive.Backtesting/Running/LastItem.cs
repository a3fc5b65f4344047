namespace Nexus.Reactive.Backtesting;

/// <summary>The last item of a run's stream, which need not have completed. What follows the end of the run is ignored.</summary>
/// <param name="exchange">The exchange of the run.</param>
internal sealed class LastItem<T>(PaperExchange exchange) : IObserver<T>
{
    private T? _last;
    private bool _hasLast;
    private Exception? _error;

    public void OnNext(T value)
    {
        if (!exchange.HasEnded)
            (_last, _hasLast) = (value, true);
    }

    // Requests that are under way at the end fail. This is no failure of the strategy.
    public void OnError(Exception error)
    {
        if (!exchange.HasEnded)
            _error = error;
    }

    public void OnCompleted()
    {
    }

    public T Get()
    {
        if (_error is not null)
            throw new InvalidOperationException(_error.Message, _error);
        if (_hasLast)
            return _last!;
        throw new InvalidOperationException("The strategy's stream had no item" + exchange.Unanswered switch
        {
            0 => ".",
            1 => "; a request was still under way when the recording ended.",
            var count => FormattableString.Invariant($"; {count} requests were still under way when the recording ended."),
        });
    }
}
