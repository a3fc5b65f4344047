namespace Nexus.Reactive;

/// <summary>
/// Which of several recordings the order events of a symbol are taken from: an exchange may have sent a client's order events on each of its sockets,
/// so each recording may hold a copy.
/// </summary>
/// <remarks>
/// The owner of a symbol is the first recording with books or trades of it, or the first recording if there is none. A recording counts from its first
/// line to ten seconds after its last, so that later copies of its last events are known; except between a gap and the next message. Otherwise the
/// next one takes its place.
/// </remarks>
internal sealed class OrderOwnership
{
    // Its own socket sends a symbol's book first; a recording in which it comes later than this owns nothing until then.
    private const int LinesToSymbol = 1000;
    private static readonly Int128 Grace = 10_000_000_000;

    private readonly MessageDecoder _decoder = new();
    private readonly List<Part> _parts = [];

    public OrderOwnership(List<RecordingReader> readers, IReadOnlyList<string> paths)
    {
        for (var i = 0; i < readers.Count; i++)
            _parts.Add(new Part(readers[i], FirstSymbol(paths[i])));
    }

    /// <summary>The message at a place; null where it is damaged.</summary>
    public NexusMessage? Decode(RecordingReader reader) => reader.Kind == RecordedKind.Message ? _decoder.Decode(reader.Text) : null;

    public bool IsDelivered(RecordingReader reader, NexusMessage? message)
    {
        var part = _parts.Find(part => part.Reader == reader)!;
        part.IsStarted = true;
        part.IsDown = message is FeedGap || reader.Kind == RecordedKind.Gap;
        if (message is Book or Trade)
            part.Symbols.Add(((IHasSymbol)message).Symbol);
        return message is not (OrderUpdate or Transaction) || Owner(((IHasSymbol)message).Symbol, reader.Nanoseconds) == part;
    }

    public void End(RecordingReader reader) => _parts.Find(part => part.Reader == reader)!.HasEnded = true;

    // The part that has just read the event is up, so there always is one.
    private Part Owner(Symbol symbol, Int128 now) =>
        _parts.Find(part => part.IsUp && part.Symbols.Contains(symbol)) ??
        _parts.Find(part => part.HasEnded && !part.IsDown && now - part.Reader.Nanoseconds < Grace && part.Symbols.Contains(symbol)) ??
        _parts.Find(static part => part.IsUp)!;

    private Symbol? FirstSymbol(string path)
    {
        try
        {
            using var reader = new RecordingReader(path);
            for (var i = 0; i < LinesToSymbol && reader.TryRead(); i++)
            {
                if (Decode(reader) is (Book or Trade) and IHasSymbol message)
                    return message.Symbol;
            }
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            // The same error comes again when the recording is read.
            return null;
        }

        return null;
    }

    private sealed class Part(RecordingReader reader, Symbol? symbol)
    {
        public RecordingReader Reader => reader;

        public HashSet<Symbol> Symbols { get; } = symbol is { } first ? [first] : [];

        public bool IsStarted { get; set; }

        public bool IsDown { get; set; }

        public bool HasEnded { get; set; }

        public bool IsUp => IsStarted && !HasEnded && !IsDown;
    }
}
