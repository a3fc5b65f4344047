namespace Nexus.Reactive;

/// <summary>Delivers each order event of a combined feed once, although several clients may receive it.</summary>
/// <remarks>
/// An event is known by its content. Equal events are counted: an event that one client receives for the third time is the event that another receives for
/// the third time. A symbol's owner delivers its events. While the owner is disconnected, the first client that receives an event delivers it. Events that
/// another client received and the owner did not are delivered at the owner's gap, because a dead connection is detected late. Only the latest events are
/// retained.
/// </remarks>
internal sealed class OrderCopies(int clients)
{
    /// <summary>The maximum number of different events that are retained.</summary>
    public const int Capacity = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<NexusMessage, Entry> _entries = [];
    private readonly Queue<NexusMessage> _ages = new();

    /// <summary>Records an event that a client received and returns whether to deliver it.</summary>
    public bool TryTake(NexusMessage message, int client, int owner, bool isOwnerDown)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(message, out var entry))
                entry = Add(message, owner);
            if (++entry.Received[client] <= entry.Delivered)
                return false;
            if (client != owner && !isOwnerDown)
                return false;
            entry.Delivered++;
            return true;
        }
    }

    /// <summary>Returns the events of a client's symbols that only others received, oldest first. They count as delivered.</summary>
    public List<NexusMessage> TakeMissed(int owner)
    {
        var missed = new List<NexusMessage>();
        lock (_gate)
        {
            foreach (var message in _ages)
            {
                var entry = _entries[message];
                if (entry.Owner != owner)
                    continue;
                for (var most = entry.Received.Max(); entry.Delivered < most; entry.Delivered++)
                    missed.Add(message);
            }
        }

        return missed;
    }

    private Entry Add(NexusMessage message, int owner)
    {
        if (_ages.Count == Capacity)
            _entries.Remove(_ages.Dequeue());
        var entry = new Entry(owner, new int[clients]);
        _entries.Add(message, entry);
        _ages.Enqueue(message);
        return entry;
    }

    private sealed class Entry(int owner, int[] received)
    {
        public int Owner { get; } = owner;

        public int[] Received { get; } = received;

        public int Delivered { get; set; }
    }
}
