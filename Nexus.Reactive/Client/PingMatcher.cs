namespace Nexus.Reactive;

/// <summary>Matches the exchange's pings to the client's pings. Answers have a time but no number, so a lost answer must not affect later ones.</summary>
internal sealed class PingMatcher
{
    // If more pings than this are unanswered, the server does not answer pings.
    private const int MaxUnanswered = 64;

    // The exchange's time is in whole milliseconds.
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    // A time further outside the range of the unanswered pings is not related to them.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private readonly Queue<TimeSpan> _unanswered = new();

    public void OnSent(TimeSpan now)
    {
        if (_unanswered.Count == MaxUnanswered)
            _unanswered.Dequeue();
        _unanswered.Enqueue(now);
    }

    /// <summary>Returns the round trip that a received answer completes; null if it does not answer a ping.</summary>
    /// <param name="now">The time of arrival.</param>
    /// <param name="answeredAt">The time at which the exchange sent it, by the client's clock; null if the offset of the clocks is unknown.</param>
    public TimeSpan? OnReceived(TimeSpan now, TimeSpan? answeredAt)
    {
        if (!_unanswered.TryDequeue(out var sent))
            return null;

        // Without a plausible time, the latest ping is the best guess: an answer is more often lost than later than the next ping.
        var latest = answeredAt is { } at && at + Tolerance >= sent && at - Tolerance <= now ? at + Resolution : now;
        while (_unanswered.TryPeek(out var next) && next <= latest)
            sent = _unanswered.Dequeue();
        return now - sent;
    }
}
