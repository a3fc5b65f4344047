namespace Nexus.Reactive.Tests.Simulation;

/// <summary>What a combined feed delivered: messages, bars and order events, to be compared with the replay of its recording.</summary>
internal sealed class RecordedRun : IDisposable
{
    /// <summary>Each of the symbols counts its transactions for itself.</summary>
    public static readonly OrderTrackingOptions Tracking = new() { TransactionKey = TransactionKey.SymbolAndId };

    private readonly List<IDisposable> _subscriptions;

    public RecordedRun(NexusFeed feed, TimeSpan bars)
    {
        _subscriptions =
        [
            feed.Subscribe(Messages.Add, static _ => { }),
            feed.VwapTumbling(bars).Subscribe(Bars.Add, static _ => { }),
            feed.VwapByCount(7).Subscribe(Bars.Add, static _ => { }),
            feed.TrackOrders(Tracking).Subscribe(Orders.Add, static _ => { }),
        ];
    }

    public List<NexusMessage> Messages { get; } = [];

    public List<VwapBar> Bars { get; } = [];

    public List<OrderEvent> Orders { get; } = [];

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    /// <summary>Notes if a replay of this run differs; where the recorder left messages out, a gap must stand in their place.</summary>
    public void CheckReplay(RecordedRun replay, SimulatedWorld world)
    {
        var at = 0;
        var isLossSaid = false;
        var losses = 0;
        foreach (var message in replay.Messages)
        {
            if (at < Messages.Count && message == Messages[at])
            {
                at++;
                isLossSaid = false;
                continue;
            }

            if (message is FeedGap gap && (gap.Reason.Contains("not recorded", StringComparison.Ordinal) || gap.Reason.Contains("is damaged", StringComparison.Ordinal)))
            {
                isLossSaid = true;
                losses++;
                continue;
            }

            var found = Messages.FindIndex(at, live => live == message);
            if (found < 0)
            {
                world.Require(false, () => $"replay: {message} was not delivered live, or before; live at {at} of {Messages.Count} is {(at < Messages.Count ? Messages[at] : "the end")}");
                return;
            }

            if (!isLossSaid)
            {
                world.Require(false, () => $"replay: {found - at} messages are missing without a gap before {message}; the first is {Messages[at]}");
                return;
            }

            at = found + 1;
            isLossSaid = false;
        }

        world.Require(at == Messages.Count || isLossSaid, () => $"replay: the last {Messages.Count - at} messages are missing without a gap");
        if (losses > 0)
            return;
        Require(Bars, replay.Bars, "bar", world);
        Require(Orders, replay.Orders, "order event", world);
    }

    private static void Require<T>(List<T> live, List<T> replay, string what, SimulatedWorld world)
        where T : class
    {
        for (var i = 0; i < Math.Max(live.Count, replay.Count); i++)
        {
            var (one, other) = (live.ElementAtOrDefault(i)?.ToString(), replay.ElementAtOrDefault(i)?.ToString());
            world.Require(one == other, () => $"replay: {what} {i} of {live.Count} was {one} live and is {other} in the replay");
        }
    }
}
