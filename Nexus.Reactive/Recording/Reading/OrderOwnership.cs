namespace Nexus.Reactive;

/// <summary>
/// Determines the recording from which the order events of a symbol are taken. An exchange may have sent a client's order events on each of its
/// sockets, so each recording may contain a copy.
/// </summary>
/// <remarks>
/// The owner of a symbol is the first recording that contains books or trades of it, or the first recording if none does. While the owner is not
/// available, the next recording replaces it. When a recording replaces another one, copies are recognized by their content: for ten seconds, an event that
/// another recording has delivered is not delivered again, and an event that the owner did not deliver before it stopped is taken from its replacement. In
/// the first second of an owner, its replacements still deliver, because the owner may have missed what they receive late.
/// </remarks>
internal sealed class OrderOwnership(List<RecordingPart> parts, Queue<InsertedEntry> insertions)
{
    private const int MaxKnown = 65_536;
    private static readonly Int128 Memory = 10_000_000_000;
    private static readonly Int128 Settling = 1_000_000_000;

    private readonly Dictionary<NexusMessage, Copies> _known = [];
    private readonly Queue<Copies> _oldest = new();
    private readonly Queue<Withheld> _withheld = new();

    /// <summary>Returns whether the current entry of a recording is delivered.</summary>
    public bool IsDelivered(RecordingPart part, NexusMessage? message)
    {
        if (message is not (OrderUpdate or Transaction))
            return true;
        var now = part.Reader.Nanoseconds;
        Forget(now);
        var copies = Find(message);
        copies.LastSeen = now;
        var count = ++copies.Seen[part.Origin];
        if (count <= copies.Delivered)
            return false;
        if (FindOwner(((IHasSymbol)message).Symbol) is not { } owner || owner == part || now - owner.UpSince < Settling)
        {
            copies.Delivered = count;
            return true;
        }

        _withheld.Enqueue(new Withheld(part, copies, count, part.Reader.Text.ToString()));
        return false;
    }

    /// <summary>Inserts events that an owner did not deliver before another recording replaced it.</summary>
    public void Update(RecordingReader position)
    {
        Forget(position.Nanoseconds);
        foreach (var (part, copies, count, text) in _withheld)
        {
            if (count <= copies.Delivered || FindOwner(((IHasSymbol)copies.Message).Symbol) != part)
                continue;
            copies.Delivered = count;
            insertions.Enqueue(new InsertedEntry(copies.Message, text, position));
        }
    }

    private RecordingPart? FindOwner(Symbol symbol) =>
        parts.Find(part => part.IsUp(symbol) && part.Symbols.Contains(symbol)) ?? parts.Find(part => part.IsUp(symbol));

    private Copies Find(NexusMessage message)
    {
        if (_known.TryGetValue(message, out var copies))
            return copies;
        copies = new Copies(message, parts.Count);
        _known.Add(message, copies);
        _oldest.Enqueue(copies);
        return copies;
    }

    private void Forget(Int128 now)
    {
        while (_withheld.TryPeek(out var withheld) && (withheld.Count <= withheld.Copies.Delivered || now - withheld.Copies.LastSeen > Memory || _withheld.Count > MaxKnown))
            _withheld.Dequeue();
        while (_oldest.TryPeek(out var copies) && (now - copies.FirstSeen > Memory || _oldest.Count > MaxKnown))
        {
            _oldest.Dequeue();
            if (now - copies.LastSeen > Memory || _oldest.Count >= MaxKnown)
            {
                _known.Remove(copies.Message);
                continue;
            }

            copies.FirstSeen = copies.LastSeen;
            _oldest.Enqueue(copies);
        }
    }

    /// <summary>The copies of one event. Equal events in one recording are different events, so their number is tracked.</summary>
    private sealed class Copies(NexusMessage message, int origins)
    {
        private Int128? _firstSeen;

        public NexusMessage Message => message;

        public int[] Seen { get; } = new int[origins];

        public int Delivered { get; set; }

        public Int128 LastSeen { get; set; }

        public Int128 FirstSeen
        {
            get => _firstSeen ?? LastSeen;
            set => _firstSeen = value;
        }
    }

    private sealed record Withheld(RecordingPart Part, Copies Copies, int Count, string Text);
}
