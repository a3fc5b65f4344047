using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

/// <summary>The exchange's side of a client's connections, in virtual time.</summary>
internal sealed class SimulatedExchange(IScheduler scheduler, MarbleClientOptions options)
{
    private readonly IScheduler _scheduler = scheduler;
    private readonly MarbleClientOptions _options = options;
    private readonly Queue<string> _stalled = new();
    private Connection? _connection;
    private bool _isUp = true;
    private bool _isStalled;

    public IConnection Dial() => new Connection(this);

    /// <summary>Sends a message to the connection that is open when it arrives.</summary>
    public void Send(string text)
    {
        if (_connection is { } connection)
            Later(_options.Latency, () => connection.Receive(text));
    }

    /// <summary>Ends the connection and refuses new ones.</summary>
    public void GoDown()
    {
        _isUp = false;
        _stalled.Clear();
        _connection?.End("the connection was cut");
    }

    /// <summary>Accepts connections again.</summary>
    public void ComeUp() => _isUp = true;

    /// <summary>Keeps the connection open and delays all messages.</summary>
    public void Stall() => _isStalled = true;

    /// <summary>Delivers the delayed messages.</summary>
    public void Resume()
    {
        _isStalled = false;
        while (_stalled.TryDequeue(out var text))
            _connection?.Receive(text);
    }

    private void Later(TimeSpan delay, Action action)
    {
        if (delay == TimeSpan.Zero)
            action();
        else
            _scheduler.Schedule(delay, action);
    }

    private sealed class Connection(SimulatedExchange exchange) : IConnection
    {
        private IConnectionSink? _sink;
        private bool _isOpen;

        // A connection attempt completes through the scheduler, not within the client's own call.
        public void Open(IConnectionSink sink)
        {
            _sink = sink;
            exchange._scheduler.Schedule(exchange._options.Latency, Answer);
        }

        public void Send(string text)
        {
            if (text.Contains("PING", StringComparison.Ordinal))
                exchange._scheduler.Schedule(exchange._options.Latency, AnswerPing);
        }

        public void Receive(string text)
        {
            if (!_isOpen)
                return;
            if (exchange._isStalled)
            {
                exchange._stalled.Enqueue(text);
                return;
            }

            _sink!.Received(text);
            _sink.Waiting();
        }

        public void End(string reason)
        {
            if (!_isOpen)
                return;
            Close();
            _sink!.Ended(new DisconnectReason(reason));
        }

        public ValueTask DisposeAsync()
        {
            _sink = null;
            Close();
            return ValueTask.CompletedTask;
        }

        private void Answer()
        {
            if (_sink is not { } sink)
                return;
            if (!exchange._isUp)
            {
                sink.Ended(new DisconnectReason("the exchange refuses connections", exchange._options.Refusal));
                return;
            }

            (_isOpen, exchange._connection) = (true, this);
            sink.Opened();
        }

        private void AnswerPing()
        {
            if (!_isOpen)
                return;
            var time = exchange._scheduler.Now + exchange._options.ClockOffset;
            exchange.Later(exchange._options.Latency, () => Receive(FrameStamp.Stamp("""{"event":"PING"}""", time)));
        }

        private void Close()
        {
            _isOpen = false;
            if (exchange._connection == this)
                exchange._connection = null;
        }
    }
}
