using System.Reactive.Subjects;
using System.Text;

namespace Nexus.Reactive.Tests.Orders.Store;

/// <summary>One process: a feed, a store on a disk, and what the store reported.</summary>
internal sealed class StoredRun : IDisposable
{
    private readonly Subject<NexusMessage> _source = new();
    private readonly Subject<OrderSnapshot> _snapshots = new();
    private readonly List<Exception> _faults = [];

    public StoredRun(StateDiskInMemory disk, OrderTrackingOptions? options = null, CostBasis basis = CostBasis.AverageCost)
    {
        Disk = disk;
        Feed = new NexusFeed(_source);
        Feed.SubscriberFaults.Subscribe(fault => _faults.Add(fault.Exception));
        Store = new OrderStore("orders.json", Feed, options, _snapshots, basis, disk);
        Restored = [.. Store.Ledger.Open, .. Store.Ledger.Done];
        Store.Ledger.Changes.Subscribe(Events.Add);
        Events.Clear();
        Feed.Connect();
    }

    public StateDiskInMemory Disk { get; }

    public NexusFeed Feed { get; }

    public OrderStore Store { get; }

    /// <summary>The orders at the start.</summary>
    public IReadOnlyList<Order> Restored { get; }

    /// <summary>The events since the start.</summary>
    public List<OrderEvent> Events { get; } = [];

    public Position Position => Store.Ledger.Positions[OrderDesk.Btc];

    public StoredRun Push(IEnumerable<object> steps)
    {
        foreach (var step in steps)
        {
            if (step is OrderSnapshot snapshot)
                _snapshots.OnNext(snapshot);
            else
                _source.OnNext((NexusMessage)step);
            Assert.That(_faults, Is.Empty);
        }

        return this;
    }

    /// <summary>Saves the state and returns its text without the head.</summary>
    public string SaveState() => Save().Split("\"state\":")[1];

    /// <summary>Saves the state and returns the text of the file.</summary>
    public string Save()
    {
        Store.Save();
        return Encoding.UTF8.GetString(Disk.Only);
    }

    public void Dispose()
    {
        Store.Dispose();
        _source.Dispose();
        _snapshots.Dispose();
    }
}
