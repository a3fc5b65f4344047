namespace Nexus.Reactive.Nats;

/// <summary>Acquires, renews and releases a lease.</summary>
internal sealed class GatewayLease(ILeaseStore store, string key, string holder, TimeSpan lease, TimeProvider time)
{
    private readonly LeaseRules _rules = new(holder, lease);
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>Called with the reason when the store does not respond, and with null when it responds again.</summary>
    public Action<string?> StateChanged { get; init; } = static _ => { };

    /// <summary>Called each time before the lease is checked or renewed.</summary>
    public Action Active { get; init; } = static () => { };

    /// <summary>Waits until this gateway holds the lease. Returns the revision of the lease.</summary>
    public async Task<long> AcquireAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Active();
            try
            {
                if (await StepAsync(cancellation).ConfigureAwait(false) == LeaseStep.Hold)
                    return _rules.Revision;
            }
            catch (Exception e) when (e is not NexusBusException { Error: BusError.Unauthorized } && !cancellation.IsCancellationRequested)
            {
                StateChanged(BusErrors.Describe(e));
            }

            await Task.Delay(_rules.Interval, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Renews the lease until another gateway takes it.</summary>
    public async Task HoldAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(_rules.Interval, time, cancellation).ConfigureAwait(false);
            Active();
            try
            {
                if (await RenewAsync(cancellation).ConfigureAwait(false) == LeaseStep.Deposed)
                    return;
                StateChanged(null);
            }
            catch (Exception e) when (e is not NexusBusException { Error: BusError.Unauthorized } && !cancellation.IsCancellationRequested)
            {
                StateChanged(BusErrors.Describe(e));
            }
        }
    }

    /// <summary>Releases the lease, so that a standby gateway does not have to wait.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation) =>
        await store.TryWriteAsync(key, string.Empty, _rules.Revision, cancellation).ConfigureAwait(false);

    private async Task<LeaseStep> StepAsync(CancellationToken cancellation)
    {
        var step = await ObserveAsync(cancellation).ConfigureAwait(false);
        if (step == LeaseStep.Take && await store.TryWriteAsync(key, holder, _rules.Revision, cancellation).ConfigureAwait(false) is { } revision)
        {
            _rules.Written(revision);
            step = LeaseStep.Hold;
        }

        StateChanged(null);
        return step;
    }

    private async Task<LeaseStep> RenewAsync(CancellationToken cancellation)
    {
        if (await store.TryWriteAsync(key, holder, _rules.Revision, cancellation).ConfigureAwait(false) is { } revision)
        {
            _rules.Written(revision);
            return LeaseStep.Hold;
        }

        return await ObserveAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<LeaseStep> ObserveAsync(CancellationToken cancellation) =>
        _rules.Observe(await store.ReadAsync(key, cancellation).ConfigureAwait(false), time.GetElapsedTime(_startedAt));
}
