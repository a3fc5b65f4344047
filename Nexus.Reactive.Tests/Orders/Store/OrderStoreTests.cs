using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Recording;
using static Nexus.Reactive.Tests.Orders.OrderDesk;

namespace Nexus.Reactive.Tests.Orders.Store;

/// <summary>The file of a store: its faults, its versions, and who may use it.</summary>
public sealed class OrderStoreTests
{
    private static readonly NexusMessage[] Early = [U(0, OrderStatus.New), T(1, 1, 4)];

    [Test]
    public void A_disk_that_fails_at_any_operation_keeps_the_previous_state()
    {
        var operations = Operations();
        Assert.That(operations, Is.EqualTo(4), "create, write, flush and rename");
        for (var failure = 0; failure < operations; failure++)
        {
            using var first = new StoredRun(new StateDiskInMemory()).Push(Early);
            first.Save();
            var disk = new StateDiskInMemory(failure) { Files = first.Disk.Files };
            using var second = new StoredRun(disk).Push([T(2, 2, 6)]);

            Assert.That(second.Store.Save, Throws.TypeOf<IOException>());
            using var third = new StoredRun(new StateDiskInMemory { Files = disk.Files });
            Assert.That(third.Position.Quantity, Is.EqualTo(4), $"operation {failure}");

            // The next save succeeds.
            second.Store.Save();
            using var fourth = new StoredRun(new StateDiskInMemory { Files = disk.Files });
            Assert.That(fourth.Position.Quantity, Is.EqualTo(10), $"operation {failure}");
        }
    }

    [Test]
    public void Options_that_change_the_meaning_of_the_state_must_be_those_of_the_save()
    {
        using var first = new StoredRun(new StateDiskInMemory()).Push(Early);
        first.Save();

        Assert.That(
            () => new StoredRun(first.Disk, new OrderTrackingOptions { ExecutedQuantity = ExecutedQuantityKind.Cumulative }),
            Throws.TypeOf<OrderStateException>().With.Message.EqualTo($"The state in '{Path.GetFullPath("orders.json")}' was saved with executedQuantity PerEvent; it cannot be restored with Cumulative."));
        Assert.That(() => new StoredRun(first.Disk, basis: CostBasis.FirstInFirstOut), Throws.TypeOf<OrderStateException>());
        Assert.That(() => new StoredRun(first.Disk, new OrderTrackingOptions { TransactionKey = TransactionKey.Id }), Throws.TypeOf<OrderStateException>());
    }

    [Test]
    public void A_subscriber_may_save_the_state_which_includes_the_current_input()
    {
        using var first = new StoredRun(new StateDiskInMemory());
        using var saving = first.Store.Ledger.Changes.Subscribe(_ => first.Store.Save());
        first.Push([U(0, OrderStatus.New), U(0, OrderStatus.New, order: 2), T(1, 1, 4), Gap()]);

        using var second = new StoredRun(first.Disk);
        Assert.That(second.Restored.Select(static order => order.Flags), Is.All.EqualTo(OrderFlags.Stale).And.Exactly(2).Items);
    }

    [Test]
    public async Task Another_thread_may_save_at_any_time()
    {
        using var first = new StoredRun(new StateDiskInMemory());
        using var cancellation = new CancellationTokenSource();
        var saving = Task.Run(() =>
        {
            while (!cancellation.IsCancellationRequested)
                first.Store.Save();
        });
        first.Push(Enumerable.Range(1, 2_000).Select(static id => T(id, id, 1)));
        await cancellation.CancelAsync();
        await saving;
        first.Save();

        using var second = new StoredRun(first.Disk);
        Assert.That(second.Position.Quantity, Is.EqualTo(2_000));
    }

    [Test]
    public void A_file_is_restored_by_the_next_process_and_locked_against_others()
    {
        using var folder = new TemporaryFolder();
        var path = folder["orders.json"];
        using var source = new Subject<NexusMessage>();
        using (var first = new OrderStore(path, Connected(source)))
        {
            Assert.That(() => new OrderStore(path, Connected(source)), Throws.TypeOf<IOException>().With.Message.Contains("another store has the file open"));
            Assert.That(() => new OrderStore(folder["none/a"], Connected(source)), Throws.TypeOf<IOException>().With.Message.Contains("its folder does not exist"));
            source.OnNext(T(1, 1, 4));
            first.Save();
            source.OnNext(T(2, 2, 4));
        }

        using var second = new OrderStore(path, Connected(source));
        Assert.That((second.IsRestored, second.Ledger.Positions[Btc].Quantity), Is.EqualTo((true, 4m)));
        Assert.That(folder.Names, Is.EquivalentTo(new[] { "orders.json", "orders.json.lock" }));
    }

    [Test]
    public void The_end_of_the_feed_reaches_the_ledger()
    {
        var error = new InvalidOperationException();
        using var source = new Subject<NexusMessage>();
        using var store = new OrderStore("orders.json", Connected(source), null, null, CostBasis.AverageCost, new StateDiskInMemory());
        Exception? received = null;
        using var changes = store.Ledger.Changes.Subscribe(static _ => { }, e => received = e);
        source.OnError(error);

        Assert.That(received, Is.SameAs(error));
    }

    private static NexusFeed Connected(IObservable<NexusMessage> source)
    {
        var feed = new NexusFeed(source);
        feed.Connect();
        return feed;
    }

    private static int Operations()
    {
        using var run = new StoredRun(new StateDiskInMemory());
        run.Save();
        return run.Disk.Operations;
    }
}
