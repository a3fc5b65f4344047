namespace Nexus.Reactive;

/// <summary>
/// Decides from which of several recordings the order events of a symbol are taken. An exchange may have sent a client's order events on each of its
/// sockets, so each recording may contain a copy.
/// </summary>
/// <remarks>
/// The owner of a symbol is the first recording that contains books or trades of it, or the first recording if none does. A recording is available from
/// its first line to ten seconds after its last, so that later copies of its last events are recognized, except between a gap and the next message. While
/// the owner is not available, the next recording replaces it.
/// </remarks>
internal sealed class OrderOwnership
{
    // The symbol's own socket sends its book first. A recording in which the symbol appears later than this owns nothing until then.
    private const int LinesToSymbol = 1000;
    private static readonly Int128 Grace = 10_000_000_000;

    private readonly MessageDecoder _decoder = new();
    private readonly List<Part> _parts = [];

    public OrderOwnership(List<RecordingReader> readers, IReadOnlyList<string> paths)
    {
        for (var i = 0; i < readers.Count; i++)
            _parts.Add(new Part(readers[i], FirstSymbol(paths[i])));
    }

    /// <summary>The message of an entry; null if the entry is damaged.</summary>
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

    // The recording that has just read the event is available, so there is always one.
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
            // Reading the recording later raises the same error.
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
