using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>Connects a feed to its source, one connection at a time.</summary>
/// <param name="engine">Runs the feed.</param>
/// <param name="subscribe">Subscribes a connection's input to the source. If null, the source pushes into <paramref name="pushed"/> whether or not the feed is connected.</param>
/// <param name="pushed">The input of a source that pushes.</param>
/// <param name="resumes">Whether a later connection continues where the previous one stopped, so that there is no gap between them.</param>
internal sealed class FeedConnector(FeedEngine engine, Func<FeedInput, IDisposable>? subscribe, FeedInput? pushed, bool resumes)
{
    private readonly Lock _gate = new();
    private Connection? _connection;

    // Whether an earlier connection delivered a message, or could have delivered one.
    private bool _wasConnected;
    private bool _isOver;
    private bool _endedWhileClosed;
    private Exception? _error;

    /// <summary>
    /// Whether the source is one of Rx's operators. These push from Subscribe on the current thread's scheduler, unless a caller already uses it: then Subscribe
    /// returns first, so that a subscriber can dispose the subscription and stop the source.
    /// </summary>
    public bool UsesCurrentThread { get; init; }

    public IDisposable Connect()
    {
        if (GetConnection(out var isNew) is not { } connection)
            return Disposable.Empty;
        if (isNew)
            Open(connection);
        return connection;
    }

    /// <summary>Connects and waits until the feed ends. The token disposes the connection, also while the source pushes inside Subscribe.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        engine.Faults.AddAwaiter();
        try
        {
            await RunToEndAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            engine.Faults.RemoveAwaiter();
        }
    }

    private async Task RunToEndAsync(CancellationToken cancellation)
    {
        var connection = GetConnection(out var isNew);
        var registration = cancellation.UnsafeRegister(static connection => ((Connection?)connection)?.Cancel(), connection);
        try
        {
            if (isNew)
                Open(connection!);
            if (await engine.Ended.WaitAsync(cancellation).ConfigureAwait(false) is { } error)
                ExceptionDispatchInfo.Throw(error);
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            connection?.EndRun();
        }
    }

    /// <summary>Opens the input of a connection, unless the connection was disposed in the meantime.</summary>
    public bool TryOpen(FeedInput input, object connection)
    {
        lock (_gate)
            return input.IsOpen = _connection == connection;
    }

    /// <summary>Handles the end of an input. Returns false if the feed is not connected to it.</summary>
    public bool TryEnd(FeedInput input, Exception? error)
    {
        Connection? connection;
        lock (_gate)
        {
            if (!input.IsOpen)
            {
                if (input == pushed)
                    (_endedWhileClosed, _error) = (true, error);
                return false;
            }

            _isOver = true;
            connection = _connection;
        }

        try
        {
            connection?.Dispose();
        }
        catch (Exception thrown)
        {
            engine.Faults.Publish(new SubscriberFault("Source", null, thrown));
        }

        return true;
    }

    /// <summary>Returns the current connection, or a new one that is not open yet, or null after the feed's end.</summary>
    private Connection? GetConnection(out bool isNew)
    {
        lock (_gate)
        {
            isNew = _connection is null && !_isOver;
            if (!isNew)
                return _connection;
            var connection = new Connection(this, pushed ?? new FeedInput(engine));
            _connection = connection;
            if (_wasConnected && !resumes)
                connection.Input.PostReconnect(connection);
            else
                connection.Input.IsOpen = true;
            if (_endedWhileClosed)
                connection.Input.PostEnd(_error);
            return connection;
        }
    }

    private void Open(Connection connection)
    {
        engine.Turns.Drain();
        if (subscribe is not null)
            Subscribe(connection);
        lock (_gate)
            _wasConnected = true;
    }

    private void Subscribe(Connection connection)
    {
        var deliveries = new FirstDelivery(engine);
        engine.Observers.Add(deliveries);
        try
        {
            if (UsesCurrentThread && CurrentThreadScheduler.IsScheduleRequired)
                CurrentThreadScheduler.Instance.Schedule(() => connection.Subscribe(subscribe!));
            else
                connection.Subscribe(subscribe!);
        }
        catch
        {
            connection.Dispose(wasConnected: deliveries.WasSeen);
            throw;
        }
        finally
        {
            engine.Observers.Remove(deliveries);
        }
    }

    private void Close(Connection connection, bool wasConnected)
    {
        lock (_gate)
        {
            _wasConnected |= wasConnected;
            if (_connection != connection)
                return;
            _connection = null;
            connection.Input.IsOpen = false;
        }
    }

    private sealed class Connection(FeedConnector connector, FeedInput input) : IDisposable
    {
        private SingleAssignmentDisposableValue _subscription;
        private ExceptionDispatchInfo? _fault;

        public FeedInput Input { get; } = input;

        public void Subscribe(Func<FeedInput, IDisposable> subscribe) => _subscription.Disposable = subscribe(Input);

        // The source may have pushed before its Subscribe returned.
        public void Dispose() => Dispose(wasConnected: true);

        public void Dispose(bool wasConnected)
        {
            connector.Close(this, wasConnected);
            _subscription.Dispose();
        }

        /// <summary>Disposes the connection of a run. An exception of the source is thrown by <see cref="EndRun"/>, not to the caller that cancels.</summary>
        public void Cancel()
        {
            try
            {
                Dispose();
            }
            catch (Exception error)
            {
                _fault = ExceptionDispatchInfo.Capture(error);
            }
        }

        public void EndRun()
        {
            Dispose();
            _fault?.Throw();
        }
    }

    /// <summary>Notices whether a message is delivered. It is removed at the first one.</summary>
    private sealed class FirstDelivery(FeedEngine engine) : IDeliveryObserver
    {
        public bool WasSeen { get; private set; }

        public void OnDelivery(in Delivery delivery)
        {
            WasSeen = true;
            engine.Observers.Remove(this);
        }

        public void OnEnd(Exception? error)
        {
        }
    }
}
