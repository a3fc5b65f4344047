using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>Maintains a connection from start to stop. All timers use the scheduler of the options.</summary>
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
/// Decisions are made under one lock. Subscribers and sockets are called outside it, so a subscriber cannot block a decision.
/// </para>
/// </remarks>
internal sealed class ConnectionStateMachine(NexusEndpoint endpoint, NexusClientOptions options, Func<IConnection> newConnection, ConnectionStreams streams)
{
    private readonly Lock _gate = new();
    private readonly SteadyClock _clock = new(options.Scheduler);
    private readonly RoundTripMeter _roundTrips = new(streams.RoundTrips);
    private ConnectionState _state = new ConnectionState.Stopped();
    private bool _isInGap;
    private bool _isDisposed;
    private Task _closing = Task.CompletedTask;

    /// <summary>The arrival time of the message that is being delivered, by this machine's clock.</summary>
    public DateTimeOffset Now => _clock.ToWallClock(_clock.Elapsed);

    /// <summary>The time by which this machine's clock is ahead of the exchange's clock; null until a ping is answered.</summary>
    public TimeSpan? ClockOffset => _roundTrips.ClockOffset;

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

        new ConnectionWatchdogs(this, epoch, options, _clock).WatchDial();
        ContextFree.Run(() => epoch.Connection.Open(new ConnectionSink(this, epoch)));
    }

    /// <summary>Called when the connection is open: Dialling to Open.</summary>
    public void OnOpened(ConnectionEpoch epoch)
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

        new ConnectionWatchdogs(this, epoch, options, _clock).WatchMessages();
        if (options.PingInterval != Timeout.InfiniteTimeSpan)
        {
            ContextFree.Run(() => epoch.Timers.Add(options.Scheduler.SchedulePeriodic(options.PingInterval, () => Ping(epoch))));
            Ping(epoch);
        }

        streams.Drain();
    }

    /// <summary>Called when a message is received: Stale to Open.</summary>
    public void OnReceived(ConnectionEpoch epoch, NexusMessage message, ITextSource text)
    {
        var ping = message as Ping;
        bool isAlone;
        DateTimeOffset arrival;
        lock (_gate)
        {
            if (_state.Epoch != epoch)
                return;
            epoch.OnReceived(message.Kind);

            // A message that requires more than its delivery goes through the queue.
            arrival = _clock.ToWallClock(epoch.LastReceivedAt);
            isAlone = ping is null && !_isInGap && _state is ConnectionState.Open && streams.Messages.TryEnter();
            if (_isInGap)
                streams.AddResumed(endpoint.Symbol, arrival);
            _isInGap = false;
            if (!isAlone)
                streams.Messages.Post(message, text.Text.ToString(), arrival);
            if (_state is ConnectionState.Stale)
                MoveTo(new ConnectionState.Open(_state.Run!, epoch));
            if (ping is not null)
                _roundTrips.OnReceived(epoch, ping, _clock);
        }

        if (ping is not null && options.AnswerServerPings)
            epoch.Connection.Send(PingJson.Pong);
        if (isAlone)
        {
            streams.Messages.DeliverEntered(message, text, arrival);
            return;
        }

        streams.Drain();
        streams.Messages.WaitForRoom();
    }

    /// <summary>Called when nothing was received since <paramref name="lastReceivedAt"/>: Open to Stale.</summary>
    public void OnSilent(ConnectionEpoch epoch, TimeSpan lastReceivedAt)
    {
        lock (_gate)
        {
            if (_state is ConnectionState.Open && _state.Epoch == epoch && epoch.LastReceivedAt == lastReceivedAt)
                MoveTo(new ConnectionState.Stale(_state.Run!, epoch));
        }

        streams.Drain();
    }

    /// <summary>Called when the connection has failed or is abandoned: Dialling, Open and Stale to Waiting, or to Stopped if the failure is final.</summary>
    public void OnLost(ConnectionEpoch epoch, DisconnectReason end, bool unlessOpen = false)
    {
        ClientRun run;
        TimeSpan delay;
        lock (_gate)
        {
            if (_state.Epoch != epoch || (unlessOpen && _state is not ConnectionState.Dialling))
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

                // The completion already means that nothing follows.
                LeaveConnection(isEnd ? null : "stopped by the application");
                EndRun(reason: null);
            }
        }

        streams.Drain();
    }

    // Ends the current connection, if there is one. An open connection leaves a gap. Called under the lock.
    private void LeaveConnection(string? gap)
    {
        if (_state.Epoch is not { } epoch)
            return;
        if (gap is not null && epoch.OpenedAt is not null)
        {
            streams.AddGap(endpoint.Symbol, gap, _clock.ToWallClock(_clock.Elapsed));
            _isInGap = true;
        }

        epoch.Timers.Dispose();
        ContextFree.Run(() =>
        {
            var closing = epoch.Connection.DisposeAsync().AsTask();
            _closing = _closing.IsCompleted ? closing : Task.WhenAll(_closing, closing);
        });
    }

    // Called under the lock.
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

        epoch.Connection.Send(PingJson.Ping);
    }
}
