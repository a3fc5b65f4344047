namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>Counts the messages of a market: gaps, malformed messages, and all others.</summary>
internal struct MarketCounts
{
    private long _others;

    public long Gaps { get; private set; }

    public long Malformed { get; private set; }

    /// <summary>Whether the market sent only gaps and malformed messages.</summary>
    public readonly bool HasOnlyFaults => _others == 0 && Gaps + Malformed > 0;

    public void Add(NexusMessage message)
    {
        switch (message)
        {
            case FeedGap:
                Gaps++;
                break;
            case MalformedMessage:
                Malformed++;
                break;
            default:
                _others++;
                break;
        }
    }
}
