namespace Nexus.Reactive;

/// <summary>Delivers each message of several connections once, although several of them may receive it: of clients, or of recordings of clients.</summary>
/// <remarks>
/// A message is known by its content. Equal messages are counted: a message that one client receives for the third time is the message that another receives
/// for the third time. A symbol's owner delivers its order events. While the owner is disconnected, the first client that receives an event delivers it. Events
/// that another client received and the owner did not are delivered at the owner's gap, because a dead connection is detected late. Only the latest
/// <see cref="Capacity"/> different messages are retained; there is no time limit.
/// </remarks>
internal sealed class MessageCopies(int clients)
{
    /// <summary>The maximum number of different messages that are retained.</summary>
    public const int Capacity = 16_384;

    private readonly Lock _gate = new();
    private readonly Dictionary<NexusMessage, Entry> _entries = [];
    private readonly Queue<NexusMessage> _ages = new();

    /// <summary>Records a message that a client received and returns whether it is the first copy, which is delivered.</summary>
    public bool TryTake(NexusMessage message, int client)
    {
        var isOwnerDown = false;
        return TryTake(message, client, owner: client, in isOwnerDown);
    }

    /// <summary>Records an event that a client received and returns whether to deliver it.</summary>
    /// <param name="message">The event.</param>
    /// <param name="client">The client that received it.</param>
    /// <param name="owner">The client that delivers it unless it is disconnected.</param>
    /// <param name="isOwnerDown">Whether the owner is disconnected. It is set before <see cref="TakeMissed"/> is called.</param>
    /// <param name="text">The text of the event; null if it is not needed.</param>
    public bool TryTake(NexusMessage message, int client, int owner, ref readonly bool isOwnerDown, string? text = null)
    {
        lock (_gate)
        {
            // Read under the lock: the owner may take the missed events between an earlier read and this event.
            var isDown = Volatile.Read(in isOwnerDown);
            if (!_entries.TryGetValue(message, out var entry))
                entry = Add(message, owner, text);
            if (++entry.Received[client] <= entry.Delivered)
                return false;
            if (client != owner && !isDown)
                return false;
            entry.Delivered++;
            return true;
        }
    }

    /// <summary>Returns the events of a client's symbols that only others received, oldest first. They count as delivered.</summary>
    /// <param name="owner">The client.</param>
    /// <param name="isDown">Whether the client is down for a symbol. By default, it is down for all.</param>
    public List<(NexusMessage Message, string? Text)> TakeMissed(int owner, Predicate<Symbol>? isDown = null)
    {
        var missed = new List<(NexusMessage, string?)>();
        lock (_gate)
        {
            foreach (var message in _ages)
            {
                var entry = _entries[message];
                if (entry.Owner != owner || isDown?.Invoke(((IHasSymbol)message).Symbol) == false)
                    continue;
                for (var most = entry.Received.Max(); entry.Delivered < most; entry.Delivered++)
                    missed.Add((message, entry.Text));
            }
        }

        return missed;
    }

    private Entry Add(NexusMessage message, int owner, string? text)
    {
        if (_ages.Count == Capacity)
            _entries.Remove(_ages.Dequeue());
        var entry = new Entry(owner, new int[clients], text);
        _entries.Add(message, entry);
        _ages.Enqueue(message);
        return entry;
    }

    private sealed class Entry(int owner, int[] received, string? text)
    {
        public int Owner { get; } = owner;

        public int[] Received { get; } = received;

        public string? Text { get; } = text;

        public int Delivered { get; set; }
    }
}
