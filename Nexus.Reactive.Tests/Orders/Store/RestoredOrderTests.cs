using Nexus.Reactive.Tests.Orders.Model;
using static Nexus.Reactive.Tests.Orders.OrderDesk;

namespace Nexus.Reactive.Tests.Orders.Store;

/// <summary>A process that is restarted anywhere continues as one that was not interrupted, except for a gap.</summary>
public sealed class RestoredOrderTests
{
    private static readonly int Histories = Setting.Get("NEXUS_RESTARTS", 150);

    [TestCase(ExecutedQuantityKind.PerEvent, CostBasis.AverageCost)]
    [TestCase(ExecutedQuantityKind.Cumulative, CostBasis.FirstInFirstOut)]
    public void A_restarted_process_continues_like_a_running_process_after_a_gap(ExecutedQuantityKind reading, CostBasis basis)
    {
        var options = TimerModel.Options with { ExecutedQuantity = reading, MaxDoneOrders = 2 };
        var kinds = new HashSet<OrderEventKind>();
        for (var seed = 0; seed < Histories; seed++)
        {
            object[] steps = [.. new RandomHistory(seed, 10 + (seed % 60), hasPauses: true, isTame: true).Steps];
            var cut = new Random(seed).Next(steps.Length + 1);
            var (before, after) = (steps[..cut], steps[cut..]);

            // A feed that has received no timestamp yet cannot date a snapshot.
            if (after.TakeWhile(static step => step is OrderSnapshot or FeedGap).Any(static step => step is OrderSnapshot))
                after = [new Ping(Latest(before)), .. after];

            using var whole = new StoredRun(new StateDiskInMemory(), options, basis).Push(before).Push([new FeedGap("the process was restarted")]);
            whole.Events.Clear();
            whole.Push(after);

            using var first = new StoredRun(new StateDiskInMemory(), options, basis).Push(before);
            first.Save();
            using var second = new StoredRun(first.Disk, options, basis).Push(after);

            var place = $"seed {seed}, cut at {cut} of {steps.Length}";
            Assert.That(second.Store.IsRestored, Is.True);
            Assert.That(second.Events.Select(Text), Is.EqualTo(whole.Events.Select(Text)), place);
            Assert.That(second.Store.Ledger.Positions, Is.EquivalentTo(whole.Store.Ledger.Positions), place);
            Assert.That(second.Store.Ledger.Open, Is.EqualTo(whole.Store.Ledger.Open), place);
            Assert.That(second.Store.Ledger.Done, Is.EqualTo(whole.Store.Ledger.Done), place);
            Assert.That(second.SaveState(), Is.EqualTo(whole.SaveState()), place);
            kinds.UnionWith(second.Events.Select(static change => change.Kind));
        }

        Assert.That(kinds, Is.SupersetOf(new[] { OrderEventKind.Duplicate, OrderEventKind.Forgotten, OrderEventKind.FillsMissing, OrderEventKind.Resynced, OrderEventKind.LateFill, OrderEventKind.Conflict }));
    }

    [Test]
    public void A_state_that_is_restored_and_saved_at_once_is_the_same_state()
    {
        using var first = new StoredRun(new StateDiskInMemory()).Push([Gap(), U(1, OrderStatus.PartiallyFilled, 4), T(2, 7, 4, fee: 0.10m, feeAsset: "USDT"), Gap()]);
        var saved = first.Save();
        using var second = new StoredRun(first.Disk);

        Assert.That(second.Save(), Is.EqualTo(saved));
    }

    [Test]
    public void Deadlines_continue_on_the_exchanges_time()
    {
        using var first = new StoredRun(new StateDiskInMemory()).Push([T(0, 1, 10), U(0, OrderStatus.Filled, 10), new Ping(At(240_000))]);
        first.Save();

        // Four of five minutes had passed.
        using var second = new StoredRun(first.Disk).Push([new Ping(At(299_999))]);
        Assert.That(second.Events, Is.Empty);
        second.Push([new Ping(At(300_000))]);
        Assert.That(second.Events.Single().Kind, Is.EqualTo(OrderEventKind.Forgotten));

        using var third = new StoredRun(first.Disk).Push([T(400_000, 1, 10)]);
        Assert.That(third.Events.Select(static change => change.Kind), Is.EqualTo(new[] { OrderEventKind.Forgotten, OrderEventKind.Duplicate }));
    }

    [Test]
    public void A_gap_before_the_first_timestamp_does_not_delay_a_deadline()
    {
        using var first = new StoredRun(new StateDiskInMemory()).Push([T(0, 1, 4), U(0, OrderStatus.Filled, 10)]);
        first.Save();

        using var second = new StoredRun(first.Disk).Push([Gap(), new Ping(At(1_000)), new Ping(At(4_999))]);
        Assert.That(second.Events, Is.Empty);
        second.Push([new Ping(At(5_000))]);
        Assert.That(second.Events.Single().Kind, Is.EqualTo(OrderEventKind.FillsMissing));
    }

    [Test]
    public void Replayed_messages_of_the_earlier_process_are_duplicates()
    {
        NexusMessage[] known = [U(0, OrderStatus.New), U(1, OrderStatus.PartiallyFilled, 4), T(1, 1, 4)];
        using var first = new StoredRun(new StateDiskInMemory()).Push(known);
        first.Save();

        using var second = new StoredRun(first.Disk).Push(known);
        Assert.That(second.Restored.Single().Flags, Is.EqualTo(OrderFlags.Stale));
        Assert.That(second.Events.Select(static change => change.Kind), Is.All.EqualTo(OrderEventKind.Duplicate).And.Exactly(3).Items);
        Assert.That(second.Position.Quantity, Is.EqualTo(4));
    }

    private static DateTimeOffset Latest(IEnumerable<object> steps) =>
        steps.OfType<IHasTimestamp>().Select(static message => message.Timestamp).Append(T0).Max();

    // The feed dates a gap by its own clock, which starts again.
    private static string Text(OrderEvent change) => $"{change} | {change.Before} | {(change.Cause is FeedGap ? "gap" : change.Cause)} | {change.After.Notional} {change.After.FilledBefore} {change.After.UnpricedQuantity} {change.After.CreatedAt:O} {change.After.UpdatedAt:O}";
}
