using System.Reactive.Disposables;

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
    private bool _wasConnected;
    private bool _isOver;
    private bool _endedWhileClosed;
    private Exception? _error;

    public IDisposable Connect()
    {
        Connection connection;
        lock (_gate)
        {
            if (_connection is { } open)
                return open;
            if (_isOver)
                return Disposable.Empty;
            _connection = connection = new Connection(this, pushed ?? new FeedInput(engine));
            if (_wasConnected && !resumes)
                connection.Input.PostReconnect(connection);
            else
                connection.Input.IsOpen = true;
            if (_endedWhileClosed)
                connection.Input.PostEnd(_error);
        }

        engine.Turns.Drain();
        if (subscribe is not null)
            connection.Open(subscribe);
        lock (_gate)
            _wasConnected = true;
        return connection;
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

    private sealed class Connection(FeedConnector connector, FeedInput input) : IDisposable
    {
        private SingleAssignmentDisposableValue _subscription;

        public FeedInput Input { get; } = input;

        public void Open(Func<FeedInput, IDisposable> subscribe)
        {
            try
            {
                _subscription.Disposable = subscribe(Input);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            lock (connector._gate)
            {
                if (connector._connection == this)
                {
                    connector._connection = null;
                    Input.IsOpen = false;
                }
            }

            _subscription.Dispose();
        }
    }
}
