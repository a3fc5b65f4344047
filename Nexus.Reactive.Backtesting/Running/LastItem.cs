namespace Nexus.Reactive.Backtesting;

/// <summary>The last item of a stream, which need not have completed.</summary>
internal sealed class LastItem<T> : IObserver<T>
{
    private T? _last;
    private bool _hasLast;
    private Exception? _error;

    public void OnNext(T value) => (_last, _hasLast) = (value, true);

    public void OnError(Exception error) => _error = error;

    public void OnCompleted()
    {
    }

    public T Get()
    {
        if (_error is not null)
            throw new InvalidOperationException(_error.Message, _error);
        return _hasLast ? _last! : throw new InvalidOperationException("The strategy's stream had no item.");
    }
}
