namespace Nexus.Reactive.Nats;

/// <summary>What a gateway does next about its lease.</summary>
internal enum LeaseStep
{
    /// <summary>Wait: another gateway holds the lease.</summary>
    Wait,

    /// <summary>Try to write the lease on the revision that was read.</summary>
    Take,

    /// <summary>The lease is this gateway's.</summary>
    Hold,

    /// <summary>Another gateway took the lease.</summary>
    Deposed,
}

/// <summary>
/// The rules of a lease without a time to live: a standby takes over what it saw unchanged for a whole lease, by its own monotonic clock. The leader stays
/// the leader while the store does not answer, because the store cannot give the lease to another gateway meanwhile.
/// </summary>
/// <param name="holder">This gateway's unique name.</param>
/// <param name="lease">The length of a lease.</param>
internal sealed class LeaseRules(string holder, TimeSpan lease)
{
    private long _seenRevision = -1;
    private TimeSpan _seenSince;
    private bool _isLeader;

    /// <summary>The revision to write on.</summary>
    public long Revision { get; private set; }

    /// <summary>How often the holder renews and a standby looks.</summary>
    public TimeSpan Interval => lease / 4;

    /// <summary>Decides from what the store holds. An unanswered write may have succeeded, so the holder's name decides and not the last known revision.</summary>
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

    /// <summary>The store took a write of this gateway.</summary>
    public void Written(long revision)
    {
        Revision = revision;
        _isLeader = true;
    }
}
