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
internal sealed class StreamChecker(SimulatedWorld world, string name, SimulatedMarket market, Func<long, bool> wasReplayed, bool hasResumed)
{
    private long _last;
    private bool _isAnything = true;

    /// <summary>The number of the latest message.</summary>
    public long Last => _last;

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

        world.Require(!IsInGap, () => $"{name}: a message between FEED_GAP and FEED_RESUMED: {message}");
        var number = market.NumberOf(message);
        if (number == 0)
            return;
        if (number <= _last)
        {
            world.Require(message is OrderUpdate or Transaction && wasReplayed(number), () => $"{name}: message {number} after {_last}, twice or out of order: {message}");
            return;
        }

        world.Require(_isAnything || number == _last + 1, () => $"{name}: message {number} after {_last}, a hole without a gap");

        // What the exchange sends again may be older than the gap.
        (_last, _isAnything) = (number, _isAnything && wasReplayed(number));
    }
}
