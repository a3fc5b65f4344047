using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>
/// Keeps a connection from start to stop: dials, pings, watches for silence, waits and dials again. All waiting is on the options' scheduler.
/// </summary>
/// <remarks>
/// Decisions are made under one lock; what follows from them for others, subscribers and sockets, is done outside it. So nothing that a
/// subscriber does, stopping the client included, can block a decision.
/// </remarks>
internal sealed class ConnectionStateMachine(Symbol symbol, NexusClientOptions options, Func<IConnection> newConnection, ConnectionStreams streams)
{
    private const string PingText = """{"event":"PING"}""";
    private const string PongText = """{"event":"PONG"}""";

    private readonly Lock _gate = new();
    private readonly DateTimeOffset _startedAt = options.Scheduler.Now;
    private readonly IStopwatch _clock = options.Scheduler.StartStopwatch();
    private readonly ClockOffset _offset = new();
    private ClientRun? _run;
    private ConnectionEpoch? _epoch;
    private bool _wasCutByStop;
    private bool _isDisposed;
    private Task _closing = Task.CompletedTask;
    private TimeSpan _arrival;

    /// <summary>When the message that is being delivered came, by this machine's clock.</summary>
    public DateTimeOffset Arrival => ToWallClock(_arrival);

    /// <summary>How far this machine's clock is ahead of the exchange's; null until a ping was answered.</summary>
    public TimeSpan? ClockOffset => _offset.Estimate;

    public Task StartAsync(CancellationToken cancellation)
    {
        ClientRun run;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(NexusClient));
            if (cancellation.IsCancellationRequested)
                return Task.FromCanceled(cancellation);
            if (_run is { } running)
                return running.Opened.Task.WaitAsync(cancellation);
            _run = run = new ClientRun();
            streams.Status.Add(new ConnectionStatus.Connecting());
        }

        streams.Drain();
        run.Cancellation = cancellation.UnsafeRegister(_ => GiveUp(run, cancellation), null);
        Dial(run);
        return run.Opened.Task;
    }

    public Task StopAsync()
    {
        lock (_gate)
        {
            if (_run is { } run)
            {
                run.Opened.TrySetCanceled(CancellationToken.None);
                Close(run, reason: null);
            }
        }

        streams.Drain();
        lock (_gate)
            return _closing;
    }

    public async Task DisposeAsync()
    {
        lock (_gate)
            _isDisposed = true;
        await StopAsync();
        streams.Complete();
    }

    private void GiveUp(ClientRun run, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_run != run || !run.Opened.TrySetCanceled(cancellation))
                return;
            Close(run, "cancelled before a connection was open");
        }

        streams.Drain();
    }

    private void Dial(ClientRun run)
    {
        ConnectionEpoch session;
        lock (_gate)
        {
            if (_run != run)
                return;
            _epoch = session = new ConnectionEpoch(newConnection(), _clock);
        }

        if (options.ConnectTimeout != Timeout.InfiniteTimeSpan)
        {
            var end = new DisconnectReason($"no connection within {Seconds(options.ConnectTimeout)}");
            ScheduleOnce(options.ConnectTimeout, session.Watchdog, () => OnLost(session, end, unlessOpen: true));
        }

        session.Connection.Open(new Sink(this, session));
    }

    private void Open(ConnectionEpoch session)
    {
        lock (_gate)
        {
            if (_epoch != session || session.OpenedAt is not null)
                return;
            session.Open();
            _run!.Cancellation.Unregister();
            _run.Opened.TrySetResult();
            if (_wasCutByStop)
                streams.AddGap(symbol, "stopped and started again");
            _wasCutByStop = false;
            streams.Status.Add(new ConnectionStatus.Connected());
        }

        Watch(session, options.StaleAfter);
        if (options.PingInterval != Timeout.InfiniteTimeSpan)
        {
            session.Pings.Disposable = options.Scheduler.SchedulePeriodic(options.PingInterval, () => Ping(session));
            Ping(session);
        }

        streams.Drain();
    }

    private void Receive(ConnectionEpoch session, NexusMessage message, ReadOnlySpan<char> text)
    {
        var ping = message as Ping;
        bool isAlone;
        DateTimeOffset arrival;
        lock (_gate)
        {
            if (_epoch != session)
                return;
            session.OnReceived();

            // With more to do than to deliver it, it takes the queue.
            arrival = ToWallClock(session.LastReceivedAt);
            isAlone = ping is null && !session.IsStale && streams.Messages.TryEnter();
            if (!isAlone)
                streams.Messages.Post(message, text.ToString(), arrival);
            if (session.IsStale)
                streams.Status.Add(new ConnectionStatus.Connected());
            session.IsStale = false;
            if (ping is not null && session.PingReceived() is { } roundTrip)
            {
                streams.RoundTrips.Add(roundTrip);
                _offset.Add(roundTrip, ToWallClock(session.LastReceivedAt) - roundTrip / 2 - ping.Timestamp);
            }

            _arrival = session.LastReceivedAt;
        }

        if (ping is not null && options.AnswerServerPings)
            session.Connection.Send(PongText);
        if (isAlone)
        {
            streams.Messages.DeliverEntered(message, text, arrival);
            return;
        }

        streams.Drain();
        streams.Messages.WaitForRoom();
    }

    private void OnLost(ConnectionEpoch session, DisconnectReason end, bool unlessOpen = false)
    {
        ClientRun run;
        TimeSpan delay;
        lock (_gate)
        {
            if (_epoch != session || (unlessOpen && session.OpenedAt is not null))
                return;
            run = _run!;
            Detach(session);
            if (session.OpenedAt is { } openedAt)
            {
                streams.AddGap(symbol, end.Reason);
                if (_clock.Elapsed - openedAt >= options.StableAfter)
                    run.Attempts = 0;
            }

            // Once the key and the address have served, a refusal is the server's trouble and may pass.
            if (end.IsFinal && run.Opened.TrySetException(new HttpRequestException(end.Reason, null, end.Refusal)))
            {
                Close(run, end.Reason);
                delay = Timeout.InfiniteTimeSpan;
            }
            else
            {
                delay = Backoff.Delay(++run.Attempts, options);
                streams.Status.Add(new ConnectionStatus.Reconnecting(run.Attempts, end.Reason, delay));
            }
        }

        if (delay != Timeout.InfiniteTimeSpan)
            ScheduleOnce(delay, run.Retry, () => Dial(run));
        streams.Drain();
    }

    // Takes the place of the last thing waited for: a connection, or the look before.
    private void Watch(ConnectionEpoch session, TimeSpan until)
    {
        session.Watchdog.Disposable = Disposable.Empty;
        if (until != Timeout.InfiniteTimeSpan)
            ScheduleOnce(until, session.Watchdog, () => CheckSilence(session));
    }

    // In its place before it is scheduled: what it does, and the next thing it puts there, may come before Schedule returns.
    private void ScheduleOnce(TimeSpan delay, SerialDisposable place, Action action)
    {
        var timer = new SingleAssignmentDisposable();
        place.Disposable = timer;
        timer.Disposable = options.Scheduler.Schedule(delay, action);
    }

    private void CheckSilence(ConnectionEpoch session)
    {
        TimeSpan left;
        lock (_gate)
        {
            if (_epoch != session)
                return;
            var isDelivering = session.IsDelivering;
            left = options.StaleAfter - session.Silence;
            if (left <= TimeSpan.Zero)
            {
                // A subscriber that takes its time is no dead line: a new connection would only lose messages.
                left = isDelivering ? options.StaleAfter : left + options.StaleAfter;
                if (!session.IsStale)
                    streams.Status.Add(new ConnectionStatus.Stale());
                session.IsStale = true;
            }
        }

        if (left > TimeSpan.Zero)
            Watch(session, left);
        else
            OnLost(session, new DisconnectReason($"nothing received for {Seconds(2 * options.StaleAfter)}"));
        streams.Drain();
    }

    private void Ping(ConnectionEpoch session)
    {
        lock (_gate)
        {
            if (_epoch != session)
                return;
            session.PingSent();
        }

        session.Connection.Send(PingText);
    }

    // Under the lock.
    private void Close(ClientRun run, string? reason)
    {
        _run = null;
        run.Cancellation.Unregister();
        run.Retry.Dispose();
        if (_epoch is { } session)
        {
            _wasCutByStop |= session.OpenedAt is not null;
            Detach(session);
        }

        streams.Status.Add(new ConnectionStatus.Closed(reason));
    }

    // Under the lock.
    private void Detach(ConnectionEpoch session)
    {
        _epoch = null;
        session.Pings.Dispose();
        session.Watchdog.Dispose();
        var closing = session.Connection.DisposeAsync().AsTask();
        _closing = _closing.IsCompleted ? closing : Task.WhenAll(_closing, closing);
    }

    // The wall clock at the start, and a steady clock since: a wall clock that is set right meanwhile does no harm.
    private DateTimeOffset ToWallClock(TimeSpan elapsed) => _startedAt + elapsed;

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");

    private sealed class Sink(ConnectionStateMachine loop, ConnectionEpoch session) : IConnectionSink
    {
        private readonly MessageDecoder _decoder = new();

        public void Opened() => loop.Open(session);

        public void Received(ReadOnlySpan<char> text) => loop.Receive(session, _decoder.Decode(text), text);

        public void Waiting() => session.Delivered();

        public void Ended(DisconnectReason end) => loop.OnLost(session, end);
    }
}
