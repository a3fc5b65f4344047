namespace Nexus.Reactive.Tests.Simulation;

/// <summary>
/// Checks the messages of one symbol as a subscriber receives them: each once and in order, or missing inside of a gap; order events may come again
/// where the exchange sent them again.
/// </summary>
/// <param name="world">Where faults are noted.</param>
/// <param name="name">The stream's name.</param>
/// <param name="market">The exchange's side of the symbol.</param>
/// <param name="wasReplayed">Whether the exchange sent a message again, by its number.</param>
/// <param name="hasResumed">Whether a gap lasts until <see cref="FeedResumed"/>, with nothing between them.</param>
/// <param name="hasCopies">Whether order events come on other connections too: then they come once, even during a gap, and in any order.</param>
internal sealed class StreamChecker(SimulatedWorld world, string name, SimulatedMarket market, Func<long, bool> wasReplayed, bool hasResumed, bool hasCopies = false)
{
    private long _last;
    private long _lastOrderEvent;
    private readonly HashSet<long> _orderEvents = [];
    private bool _isAnything = true;

    /// <summary>The number of the latest message.</summary>
    public long Last => Math.Max(_last, _lastOrderEvent);

    /// <summary>Whether a gap is open.</summary>
    public bool IsInGap { get; private set; }

    public int Gaps { get; private set; }

    public void OnNext(NexusMessage message)
    {
        switch (message)
        {
            case FeedGap:
                (IsInGap, _isAnything) = (hasResumed, true);
                Gaps++;
                return;
            case FeedResumed:
                world.Require(IsInGap || !hasResumed, () => $"{name}: FEED_RESUMED without a gap");
                IsInGap = false;
                return;
        }

        if (hasCopies && message is OrderUpdate or Transaction)
        {
            OnOrderEvent(market.NumberOf(message), message);
            return;
        }

        world.Require(!IsInGap, () => $"{name}: a message between FEED_GAP and FEED_RESUMED: {message}");
        var number = market.NumberOf(message);
        if (number == 0)
            return;
        if (number <= _last)
        {
            world.Require(message is OrderUpdate or Transaction && wasReplayed(number), () => $"{name}: message {number} after {_last}, twice or out of order: {message}");
            return;
        }

        world.Require(_isAnything || Enumerable.Range(1, (int)(number - _last - 1)).All(step => _orderEvents.Contains(_last + step)), () => $"{name}: message {number} after {_last}, a hole without a gap");

        // What the exchange sends again may be older than the gap.
        (_last, _isAnything) = (number, _isAnything && wasReplayed(number));
    }

    /// <summary>Whether an order event came; known where order events have copies.</summary>
    public bool HasOrderEvent(long number) => _orderEvents.Contains(number);

    private void OnOrderEvent(long number, NexusMessage message)
    {
        world.Require(_orderEvents.Add(number) || wasReplayed(number), () => $"{name}: order event {number} came twice: {message}");
        _lastOrderEvent = Math.Max(_lastOrderEvent, number);
    }
}
