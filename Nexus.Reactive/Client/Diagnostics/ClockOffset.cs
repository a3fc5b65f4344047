namespace Nexus.Reactive;

/// <summary>
/// How far this machine's clock is ahead of the exchange's. A ping's answer tells it but for the way there and back being of different length, so
/// the quickest of the last few is believed.
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
