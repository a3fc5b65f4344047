namespace Nexus.Reactive.Backtesting;

/// <summary>Counts what the market of a run sent.</summary>
internal struct MarketCounts
{
    private long _others;

    public long Gaps { get; private set; }

    public long Malformed { get; private set; }

    /// <summary>Whether all that the market sent was malformed or missing.</summary>
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
