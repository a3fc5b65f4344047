using System.Globalization;
using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>Keeps a connection from start to stop. All timing is on the options' scheduler.</summary>
/// <remarks>
/// <para>The transitions:</para>
/// <code>
/// Stopped        StartAsync                                       Waiting, Dialling
/// Waiting        the delay is over, Reconnect                     Dialling
/// Dialling       the connection is open                           Open
/// Dialling       it fails, or takes longer than ConnectTimeout    Waiting; Stopped if the failure is final
/// Open           nothing is received for StaleAfter               Stale
/// Stale          a message                                        Open
/// Open, Stale    lost, too long without data, Reconnect           Waiting
/// any            StopAsync, disposal, a cancelled start           Stopped
/// </code>
/// <para>
/// Decisions are made under one lock. Their effects on others, subscribers and sockets, happen outside it, so nothing that a subscriber does can
/// block a decision.
/// </para>
/// </remarks>
internal sealed class ConnectionStateMachine(NexusEndpoint endpoint, NexusClientOptions options, Func<IConnection> newConnection, ConnectionStreams streams)
{
    private const string PingText = """{"event":"PING"}""";
    private const string PongText = """{"event":"PONG"}""";

    private readonly Lock _gate = new();
    private readonly DateTimeOffset _startedAt = options.Scheduler.Now;
    private readonly IStopwatch _clock = options.Scheduler.StartStopwatch();
    private readonly ClockOffset _offset = new();
    private ConnectionState _state = new ConnectionState.Stopped();
    private bool _isInGap;
    private bool _isDisposed;
    private Task _closing = Task.CompletedTask;
    private TimeSpan _arrival;

    /// <summary>When the message that is being delivered arrived, by this machine's clock.</summary>
    public DateTimeOffset Arrival => ToWallClock(_arrival);

    /// <summary>How far this machine's clock is ahead of the exchange's; null until a ping is answered.</summary>
    public TimeSpan? ClockOffset => _offset.Estimate;

    /// <summary>The latest status.</summary>
    public ConnectionStatus Status => Volatile.Read(ref _state).Status;

    public Task StartAsync(CancellationToken cancellation)
    {
        ClientRun run;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(NexusClient));
            if (cancellation.IsCancellationRequested)
                return Task.FromCanceled(cancellation);
            if (_state.Run is { } running)
                return running.WaitAsync(cancellation);
            run = new ClientRun();
            MoveTo(new ConnectionState.Waiting(run, new ConnectionStatus.Connecting()));
        }

        streams.Drain();
        run.Cancellation = cancellation.UnsafeRegister(_ => GiveUp(run, cancellation), null);
        Dial(run);
        return run.WaitAsync(cancellation);
    }

    public Task StopAsync()
    {
        Stop(isEnd: false);
        lock (_gate)
            return _closing;
    }

    /// <summary>Completes the streams. The returned task completes when the socket is closed.</summary>
    public Task DisposeAsync()
    {
        lock (_gate)
            _isDisposed = true;
        Stop(isEnd: true);
        streams.Complete();
        lock (_gate)
            return _closing;
    }

    public void Reconnect(string reason)
    {
        ConnectionState state;
        lock (_gate)
            state = _state;
        if (state is ConnectionState.Open or ConnectionState.Stale)
            OnLost(state.Epoch!, new DisconnectReason(endpoint.Clean(reason)));
        else if (state is ConnectionState.Waiting)
            Dial(state.Run!);
    }

    // The only place where a status is published.
    private void MoveTo(ConnectionState next)
    {
        var isNews = next.Status != _state.Status;
        Volatile.Write(ref _state, next);
        if (isNews)
            streams.Status.Add(next.Status);
    }

    private void Dial(ClientRun run)
    {
        var delay = options.DialLimiter?.Reserve() ?? TimeSpan.Zero;
        if (delay > TimeSpan.Zero)
            options.Scheduler.ScheduleOnce(delay, run.Retry, () => DialNow(run));
        else
            DialNow(run);
    }

    private void DialNow(ClientRun run)
    {
        ConnectionEpoch epoch;
        lock (_gate)
        {
            if (_state is not ConnectionState.Waiting || _state.Run != run)
                return;
            epoch = new ConnectionEpoch(newConnection(), _clock, options);
            MoveTo(new ConnectionState.Dialling(run, _state.Status, epoch));
        }

        Watch(epoch, options.ConnectTimeout, () => CheckDial(epoch));
        ContextFree.Run(() => epoch.Connection.Open(new Sink(this, epoch)));
    }

    private TimeSpan CheckDial(ConnectionEpoch epoch)
    {
        if (Volatile.Read(ref _state) is ConnectionState.Dialling dialling && dialling.Epoch == epoch)
            OnLost(epoch, new DisconnectReason($"no connection within {Seconds(options.ConnectTimeout)}"));
        return Timeout.InfiniteTimeSpan;
    }

    private void OnOpened(ConnectionEpoch epoch)
    {
        lock (_gate)
        {
            if (_state.Epoch != epoch || _state is not ConnectionState.Dialling)
                return;
            epoch.Open();
            var run = _state.Run!;
            run.Cancellation.Unregister();
            run.Opened.TrySetResult();
            MoveTo(new ConnectionState.Open(run, epoch));
        }

        Watch(epoch, options.StaleAfter, () => CheckSilence(epoch));
        foreach (var watch in epoch.DataWatches)
            Watch(epoch, watch.Timeout, () => CheckData(epoch, watch));
        if (options.PingInterval != Timeout.InfiniteTimeSpan)
        {
            ContextFree.Run(() => epoch.Timers.Add(options.Scheduler.SchedulePeriodic(options.PingInterval, () => Ping(epoch))));
            Ping(epoch);
        }

        streams.Drain();
    }

    private void OnReceived(ConnectionEpoch epoch, NexusMessage message, ReadOnlySpan<char> text)
    {
        var ping = message as Ping;
        bool isAlone;
        DateTimeOffset arrival;
        lock (_gate)
        {
            if (_state.Epoch != epoch)
                return;
            epoch.OnReceived(message.Kind);

            // A message with more to do than to deliver it takes the queue.
            arrival = ToWallClock(epoch.LastReceivedAt);
            isAlone = ping is null && !_isInGap && _state is ConnectionState.Open && streams.Messages.TryEnter();
            if (_isInGap)
                streams.AddResumed(endpoint.Symbol, arrival);
            _isInGap = false;
            if (!isAlone)
                streams.Messages.Post(message, text.ToString(), arrival);
            if (_state is ConnectionState.Stale)
                MoveTo(new ConnectionState.Open(_state.Run!, epoch));
            if (ping is not null)
                MeasureRoundTrip(epoch, ping);
            _arrival = epoch.LastReceivedAt;
        }

        if (ping is not null && options.AnswerServerPings)
            epoch.Connection.Send(PongText);
        if (isAlone)
        {
            streams.Messages.DeliverEntered(message, text, arrival);
            return;
        }

        streams.Drain();
        streams.Messages.WaitForRoom();
    }

    // Under the lock.
    private void MeasureRoundTrip(ConnectionEpoch epoch, Ping ping)
    {
        var now = epoch.LastReceivedAt;
        if (epoch.PingMatcher.OnReceived(now, ping.Timestamp - _startedAt + _offset.Estimate) is not { } roundTrip)
            return;
        streams.RoundTrips.Add(roundTrip);
        _offset.Add(roundTrip, ToWallClock(now) - roundTrip / 2 - ping.Timestamp);
    }

    private void OnLost(ConnectionEpoch epoch, DisconnectReason end)
    {
        ClientRun run;
        TimeSpan delay;
        lock (_gate)
        {
            if (_state.Epoch != epoch)
                return;
            run = _state.Run!;
            run.LastReason = end.Reason;
            LeaveConnection(end.Reason);
            if (epoch.OpenedAt is { } openedAt && _clock.Elapsed - openedAt >= options.StableAfter)
                run.Attempts = 0;
            if (run.TryFail(end, options))
            {
                EndRun(end.Reason);
                delay = Timeout.InfiniteTimeSpan;
            }
            else
            {
                delay = Backoff.GetDelay(++run.Attempts, end, options);
                MoveTo(new ConnectionState.Waiting(run, new ConnectionStatus.Reconnecting(run.Attempts, end.Reason, delay)));
            }
        }

        if (delay != Timeout.InfiniteTimeSpan)
            options.Scheduler.ScheduleOnce(delay, run.Retry, () => Dial(run));
        streams.Drain();
    }

    private void GiveUp(ClientRun run, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_state.Run != run || !run.Opened.TrySetCanceled(cancellation))
                return;
            LeaveConnection("cancelled");
            EndRun(run.LastReason is { } reason ? $"cancelled before a connection was open: {reason}" : "cancelled before a connection was open");
        }

        streams.Drain();
    }

    private void Stop(bool isEnd)
    {
        lock (_gate)
        {
            if (_state.Run is { } run)
            {
                run.Opened.TrySetCanceled(CancellationToken.None);

                // Completion says by itself that nothing follows.
                LeaveConnection(isEnd ? null : "stopped by the application");
                EndRun(reason: null);
            }
        }

        streams.Drain();
    }

    // Under the lock. Ends the present connection, if there is one; one that was open leaves a gap.
    private void LeaveConnection(string? gap)
    {
        if (_state.Epoch is not { } epoch)
            return;
        if (gap is not null && epoch.OpenedAt is not null)
        {
            streams.AddGap(endpoint.Symbol, gap, ToWallClock(_clock.Elapsed));
            _isInGap = true;
        }

        epoch.Timers.Dispose();
        ContextFree.Run(() =>
        {
            var closing = epoch.Connection.DisposeAsync().AsTask();
            _closing = _closing.IsCompleted ? closing : Task.WhenAll(_closing, closing);
        });
    }

    // Under the lock.
    private void EndRun(string? reason)
    {
        _state.Run!.Cancellation.Unregister();
        _state.Run.Retry.Dispose();
        MoveTo(new ConnectionState.Stopped(reason));
    }

    private void Ping(ConnectionEpoch epoch)
    {
        lock (_gate)
        {
            if (_state.Epoch != epoch)
                return;
            epoch.PingMatcher.OnSent(_clock.Elapsed);
        }

        epoch.Connection.Send(PingText);
    }

    private TimeSpan CheckSilence(ConnectionEpoch epoch)
    {
        TimeSpan left;
        lock (_gate)
        {
            if (_state.Epoch != epoch)
                return Timeout.InfiniteTimeSpan;
            var isDelivering = epoch.IsDelivering;
            left = epoch.LastReceivedAt + options.StaleAfter - _clock.Elapsed;
            if (left <= TimeSpan.Zero)
            {
                // A slow subscriber is not a dead connection: a new one would only lose messages.
                left = isDelivering ? options.StaleAfter : left + options.StaleAfter;
                if (_state is ConnectionState.Open)
                    MoveTo(new ConnectionState.Stale(_state.Run!, epoch));
            }
        }

        if (left <= TimeSpan.Zero)
            OnLost(epoch, new DisconnectReason($"nothing received for {Seconds(2 * options.StaleAfter)}"));
        streams.Drain();
        return left;
    }

    private TimeSpan CheckData(ConnectionEpoch epoch, DataWatch watch)
    {
        TimeSpan left;
        lock (_gate)
            left = epoch.IsDelivering ? watch.Timeout : watch.LastReceivedAt + watch.Timeout - _clock.Elapsed;
        if (left <= TimeSpan.Zero)
            OnLost(epoch, new DisconnectReason($"no {watch.Kind.ToString().ToUpperInvariant()} for {Seconds(watch.Timeout)}"));
        return left;
    }

    private void Watch(ConnectionEpoch epoch, TimeSpan interval, Func<TimeSpan> check)
    {
        if (interval == Timeout.InfiniteTimeSpan)
            return;
        var watchdog = new Watchdog(options.Scheduler, _clock, interval, check, () => Grant(epoch));
        epoch.Timers.Add(watchdog);
        watchdog.Start();
    }

    private void Grant(ConnectionEpoch epoch)
    {
        lock (_gate)
            epoch.Grant();
    }

    // The wall clock at the client's creation plus a steady clock, so that a step of the wall clock changes nothing.
    private DateTimeOffset ToWallClock(TimeSpan elapsed) => _startedAt + elapsed;

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");

    private sealed class Sink(ConnectionStateMachine machine, ConnectionEpoch epoch) : IConnectionSink
    {
        private readonly MessageDecoder _decoder = new();

        public void Opened() => machine.OnOpened(epoch);

        public void Received(ReadOnlySpan<char> text) => machine.OnReceived(epoch, _decoder.Decode(text), text);

        public void Waiting() => epoch.Delivered();

        public void Ended(DisconnectReason end) => machine.OnLost(epoch, end);
    }
}
