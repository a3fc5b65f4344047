namespace Nexus.Reactive;

/// <summary>
/// Estimates the time by which this machine's clock is ahead of the exchange's clock. The answer to a ping determines it, except for the
/// difference between the two directions, so the quickest of the last few round trips is used.
/// </summary>
internal sealed class ClockOffset
{
    private const int Samples = 16;

    private readonly Queue<(TimeSpan RoundTrip, TimeSpan Offset)> _last = new();

    public TimeSpan? Estimate { get; private set; }

    public void Add(TimeSpan roundTrip, TimeSpan offset)
    {
        if (_last.Count == Samples)
            _last.Dequeue();
        _last.Enqueue((roundTrip, offset));
        Estimate = _last.MinBy(static sample => sample.RoundTrip).Offset;
    }
}
