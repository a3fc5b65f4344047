namespace Nexus.Reactive.Tests.Simulation;

/// <summary>What a combined feed delivered: messages, bars and order events, to be compared with the replay of its recording.</summary>
internal sealed class RecordedRun : IDisposable
{
    // More than the messages around a reconnection that look like those of an earlier one.
    private const int Following = 16;

    private readonly List<IDisposable> _subscriptions;

    public RecordedRun(NexusFeed feed, TimeSpan bars)
    {
        _subscriptions =
        [
            feed.Subscribe(Messages.Add, static _ => { }),
            feed.VwapTumbling(bars).Subscribe(Bars.Add, static _ => { }),
            feed.VwapByCount(7).Subscribe(Bars.Add, static _ => { }),
            feed.TrackOrders().Subscribe(Orders.Add, static _ => { }),
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
    /// <param name="replay">The replay.</param>
    /// <param name="startsLate">Whether the recorder crashed before it had written anything, so that the recording starts later than the run.</param>
    /// <param name="world">Where faults are noted.</param>
    public void CheckReplay(RecordedRun replay, bool startsLate, SimulatedWorld world)
    {
        var at = 0;
        var isLossSaid = startsLate;
        var losses = 0;
        for (var i = 0; i < replay.Messages.Count; i++)
        {
            var message = replay.Messages[i];
            if (!isLossSaid && at < Messages.Count && IsSame(message, Messages[at]))
            {
                at++;
                isLossSaid = false;
                continue;
            }

            if (IsLoss(message))
            {
                isLossSaid = true;
                losses++;
                continue;
            }

            var found = Find(message, replay.Messages.GetRange(i + 1, Math.Min(Following, replay.Messages.Count - i - 1)), at);
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
        if (losses > 0 || startsLate)
            return;
        Require(Bars, replay.Bars, "bar", world);
        Require(Orders, replay.Orders, "order event", world);
    }

    // Some messages look alike, such as two gaps and their ends, so the following ones must fit as well.
    private int Find(NexusMessage message, List<NexusMessage> following, int from)
    {
        var loss = following.FindIndex(IsLoss);
        var run = following.Take(loss < 0 ? following.Count : loss).Prepend(message).ToList();
        for (var at = from; at < Messages.Count; at++)
        {
            if (run.Zip(Messages.Skip(at)).All(static pair => IsSame(pair.First, pair.Second)))
                return at;
        }

        return -1;
    }

    private static bool IsLoss(NexusMessage message) =>
        message is FeedGap { Reason: var reason }
        && (reason.Contains("not recorded", StringComparison.Ordinal) || reason.Contains("is damaged", StringComparison.Ordinal) || reason.Contains("was interrupted", StringComparison.Ordinal));

    // The time of a gap is that of the feed, which lacks what the recorder left out.
    private static bool IsSame(NexusMessage replayed, NexusMessage live) =>
        replayed == live || (replayed is FeedGap one && live is FeedGap other && one.Reason == other.Reason && one.Symbol == other.Symbol);

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
