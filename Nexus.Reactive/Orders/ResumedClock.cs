namespace Nexus.Reactive;

/// <summary>
/// The feed's time for a tracker that may have been restored. The exchange's time that passed between the save and the first later timestamp counts for its
/// deadlines, as if the process had not ended.
/// </summary>
internal sealed class ResumedClock(NexusFeed feed)
{
    private FeedTime _saved;
    private long _offset;

    /// <summary>Whether the clock has reached the time of the save.</summary>
    public bool HasResumed { get; private set; } = true;

    public FeedTime Now
    {
        get
        {
            var (utc, monotonic) = (feed.Clock.Now.UtcTicks, feed.EventTime.MonotonicTicks);
            if (!HasResumed && utc < _saved.Utc)
                return new FeedTime(utc, _saved.Monotonic);
            if (!HasResumed)
                (HasResumed, _offset) = (true, _saved.Monotonic + (utc - _saved.Utc) - monotonic);
            return new FeedTime(utc, monotonic + _offset);
        }
    }

    public void Transfer(StateArchive archive)
    {
        // A state that is saved again before the clock moves keeps its time.
        var (utc, monotonic) = archive.IsReading ? default : HasResumed ? Now : _saved;
        archive.Value("utc", ref utc);
        archive.Value("monotonic", ref monotonic);

        // A clock that had not started has nothing to continue.
        if (archive.IsReading)
            (_saved, HasResumed) = (new FeedTime(utc, monotonic), utc <= DateTimeOffset.UnixEpoch.UtcTicks);
    }
}
