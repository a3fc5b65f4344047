namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Accumulates a state over the items with parameters that may change while it runs. A change keeps the state.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The function combines the state, the item and the latest parameters; the new state is emitted. Before the first parameters, items are ignored.</description></item>
    /// <item><term>Parameters</term><description>Used from the next item on; nothing is emitted.</description></item>
    /// <item><term>OnError</term><description>Passed on from either stream. OnError also occurs if the function throws.</description></item>
    /// <item><term>OnCompleted</term><description>That of the items. If the parameters complete, the latest ones remain in use.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from both streams.</description></item>
    /// </list>
    /// Temperature: the same as the items. Scheduler: none. Concurrency: the two streams may push from different threads. Memory: the state and the latest
    /// parameters. The parameters are subscribed to first, so that a value they replay is known before the first item.
    /// <code>
    /// source          -a-b-c-d-|
    /// parameters      --p-q----|
    /// ScanWithLatest  ---x-y-z-|
    /// p = 1, q = 10; x = 1, y = 11, z = 21: the sum of the parameters at each item
    /// </code>
    /// </remarks>
    /// <param name="source">The items.</param>
    /// <param name="parameters">The parameters, such as the settings of a strategy.</param>
    /// <param name="seed">The first state. It must be immutable, or each subscription must be the only one.</param>
    /// <param name="accumulator">Returns the next state.</param>
    public static IObservable<TState> ScanWithLatest<T, TParameters, TState>(
        this IObservable<T> source, IObservable<TParameters> parameters, TState seed, Func<TState, T, TParameters, TState> accumulator)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(accumulator);
        return SafeObservable.Create<TState>((observer, resources) =>
        {
            var scan = new ParameterizedScan<T, TParameters, TState>(observer, seed, accumulator);
            resources.Add(parameters.Subscribe(scan.Set, scan.OnError));
            resources.Add(source.Subscribe(scan));
        });
    }

    private sealed class ParameterizedScan<T, TParameters, TState>(IObserver<TState> observer, TState seed, Func<TState, T, TParameters, TState> accumulator) : IObserver<T>
    {
        private readonly Lock _gate = new();
        private TState _state = seed;
        private TParameters? _parameters;
        private bool _hasParameters;

        public void Set(TParameters parameters)
        {
            lock (_gate)
                (_parameters, _hasParameters) = (parameters, true);
        }

        public void OnNext(T value)
        {
            lock (_gate)
            {
                if (!_hasParameters)
                    return;
                try
                {
                    _state = accumulator(_state, value, _parameters!);
                }
                catch (Exception error)
                {
                    observer.OnError(error);
                    return;
                }

                observer.OnNext(_state);
            }
        }

        public void OnError(Exception error)
        {
            lock (_gate)
                observer.OnError(error);
        }

        public void OnCompleted()
        {
            lock (_gate)
                observer.OnCompleted();
        }
    }
}
