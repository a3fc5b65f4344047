using System.Collections.Concurrent;

namespace Nexus.Examples.Tests.Client.Chaos;

/// <summary>
/// Compares received with sent messages. A connection is compared when its gap arrives, so memory use does not depend on the length of a run, and a
/// book is compared immediately. Faults are stored and not thrown, because a subscriber that throws is removed.
/// </summary>
internal sealed class ConnectionCheck(Greeting greeting, ServerTruth truth)
{
    private readonly ConcurrentQueue<Book> _books = new();
    private readonly List<string> _segment = [];
    private int _lastConnection;
    private bool _isInGap;

    public ConcurrentQueue<string> Faults { get; } = new();

    public int Gaps { get; private set; }

    public long Messages { get; private set; }

    public long Books { get; private set; }

    /// <summary>The latest book, rebuilt from the feed's diffs.</summary>
    public Book? Rebuilt { get; set; }

    public ConcurrentDictionary<string, int> Reasons { get; } = new();

    /// <summary>Called for a book of the feed, before the text from which it was decoded.</summary>
    public void Take(Book book) => _books.Enqueue(book);

    public void Take(string text)
    {
        if (text.StartsWith("{\"event\":\"FEED_GAP\"", StringComparison.Ordinal))
        {
            Gaps++;
            var reason = ((FeedGap)NexusDecoder.Decode(text)).Reason;
            Reasons.AddOrUpdate(reason, 1, static (_, count) => count + 1);
            EndConnection(reason);
            _segment.Clear();
            _isInGap = true;
            return;
        }

        var isResumed = text.StartsWith("{\"event\":\"FEED_RESUMED\"", StringComparison.Ordinal);
        if (isResumed != _isInGap)
            Fault($"the end of a gap is not where it belongs: {text}");
        _isInGap = false;
        if (isResumed)
            return;
        Messages++;
        _segment.Add(text);
        if (NexusDecoder.Decode(text) is Book)
            Compare(truth.BookOf(text), text);
    }

    private void EndConnection(string reason)
    {
        if (_segment.Count == 0)
            return;
        if (Greeting.NumberIn(_segment[0]) is not { } number || number <= _lastConnection || !greeting.Logs.TryGetValue(number, out var log))
        {
            Fault($"after connection {_lastConnection} comes {_segment[0]}");
            return;
        }

        var sent = log.Sent;
        if (!_segment.SequenceEqual(sent.Take(_segment.Count)))
            Fault($"connection {number}: what arrived is not what was sent first");
        if (reason.StartsWith("closed by the server", StringComparison.Ordinal) && _segment.Count != sent.Count)
            Fault($"connection {number} was closed properly, yet {_segment.Count} of {sent.Count} arrived");
        for (; _lastConnection < number; _lastConnection++)
        {
            if (greeting.Logs.TryRemove(_lastConnection + 1, out var done))
                done.Clear();
        }
    }

    // Null means that the message was delayed for so long that the exchange's book is no longer available.
    private void Compare(Nexus.Simulator.Flow.BookEvent? sent, string text)
    {
        if (!_books.TryDequeue(out var book))
            Fault($"no book of {text}");
        if (book is null || sent is null)
            return;

        Books++;
        if (!Same(book, sent))
            Fault($"another book than that of {text}");
        else if (Rebuilt is null || !Same(Rebuilt, sent))
            Fault($"the diffs give another book than that of {text}");
    }

    private static bool Same(Book book, Nexus.Simulator.Flow.BookEvent sent) =>
        book.Asks.Select(static l => (l.Price, l.Quantity)).SequenceEqual(sent.Asks.Select(static l => (l.Price, l.Quantity)))
        && book.Bids.Select(static l => (l.Price, l.Quantity)).SequenceEqual(sent.Bids.Select(static l => (l.Price, l.Quantity)));

    private void Fault(string text)
    {
        if (Faults.Count < 20)
            Faults.Enqueue(text[..Math.Min(text.Length, 300)]);
    }
}
