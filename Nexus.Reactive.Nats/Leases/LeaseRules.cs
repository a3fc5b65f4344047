namespace Nexus.Reactive.Nats;

/// <summary>The next step of a gateway with its lease.</summary>
internal enum LeaseStep
{
    /// <summary>Wait, because another gateway holds the lease.</summary>
    Wait,

    /// <summary>Try to replace the revision that was read.</summary>
    Take,

    /// <summary>This gateway holds the lease.</summary>
    Hold,

    /// <summary>Another gateway took the lease.</summary>
    Deposed,
}

/// <summary>
/// The rules of a lease without a time to live. A standby gateway takes over a lease that has not changed for a full lease duration, measured by its own
/// monotonic clock. The leader remains the leader while the store does not respond, because the store cannot assign the lease to another gateway in that time.
/// </summary>
/// <param name="holder">This gateway's unique name.</param>
/// <param name="lease">The duration of a lease.</param>
internal sealed class LeaseRules(string holder, TimeSpan lease)
{
    private long _seenRevision = -1;
    private TimeSpan _seenSince;
    private bool _isLeader;

    /// <summary>The revision to replace.</summary>
    public long Revision { get; private set; }

    /// <summary>The interval at which the holder renews the lease and a standby gateway checks it.</summary>
    public TimeSpan Interval => lease / 4;

    /// <summary>
    /// Decides by the content of the store. A write without a reply may have succeeded, so the decision depends on the holder's name and not on the last known
    /// revision.
    /// </summary>
    public LeaseStep Observe(LeaseEntry? entry, TimeSpan now)
    {
        Revision = entry?.Revision ?? 0;
        if (entry?.Holder == holder)
        {
            _isLeader = true;
            return LeaseStep.Hold;
        }

        if (_isLeader)
        {
            _isLeader = false;
            _seenRevision = -1;
            return LeaseStep.Deposed;
        }

        if (entry is not { Holder.Length: > 0 })
            return LeaseStep.Take;
        if (_seenRevision != Revision)
            (_seenRevision, _seenSince) = (Revision, now);
        return now - _seenSince >= lease ? LeaseStep.Take : LeaseStep.Wait;
    }

    /// <summary>Called when the store has accepted a write of this gateway.</summary>
    public void Written(long revision)
    {
        Revision = revision;
        _isLeader = true;
    }
}
