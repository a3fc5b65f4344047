namespace Nexus.Reactive;

/// <summary>
/// Determines the arrival times of a feed's deliveries. In a feed whose source provides arrival times, a message without one, such as the gap of a
/// disconnection, has the time of the message before it: the time of delivery may be years later, as in a replay. At the start, gaps without a
/// time wait for the first message.
/// </summary>
internal sealed class DeliveryTimes(RecordingWriter writer, IRecordingHost host)
{
    private const int MaxWaiting = 64;

    private readonly Lock _gate = new();
    private readonly List<(NexusMessage Message, bool IsHidden)> _waiting = [];
    private volatile bool _isStarted;
    private DateTimeOffset? _last;

    /// <summary>Returns the arrival time; false if the delivery waits.</summary>
    public bool TryGetArrival(in Delivery delivery, out DateTimeOffset arrival)
    {
        if (delivery.ArrivedAt is { } time)
            _last = time;
        arrival = _last ?? host.Now;
        return _isStarted || TryStart(delivery, arrival);
    }

    /// <summary>Writes the deliveries that still wait; no more follow.</summary>
    public void Complete()
    {
        lock (_gate)
            Start(host.Now);
    }

    private bool TryStart(in Delivery delivery, DateTimeOffset arrival)
    {
        lock (_gate)
        {
            var mayWait = delivery.IsHidden || delivery.Message is FeedGap or FeedResumed;
            if (!_isStarted && _last is null && mayWait && !delivery.HasText && _waiting.Count < MaxWaiting)
            {
                _waiting.Add((delivery.Message, delivery.IsHidden));
                return false;
            }

            Start(arrival);
            return true;
        }
    }

    private void Start(DateTimeOffset arrival)
    {
        foreach (var (message, isHidden) in _waiting)
            writer.Add(arrival, new Delivery(message, default, hasText: false, arrival, isHidden));
        _waiting.Clear();
        _isStarted = true;
    }
}
