namespace Nexus.Reactive;

/// <summary>
/// Marks the end of a recording while others continue: later messages of the exchange are unknown for the symbols that no other recording contains at
/// this time. A gap of each of them is inserted, unless a later file continues the recording without a break.
/// </summary>
internal sealed class RecordingEnds(List<RecordingPart> parts, Queue<InsertedEntry> insertions)
{
    public void End(RecordingPart ended)
    {
        ended.HasEnded = true;
        if (!parts.Exists(static part => !part.HasEnded))
            return;
        if (parts.Where(part => part.IsContinuationOf(ended)).MinBy(static part => part.Reader.Nanoseconds) is { } next)
        {
            next.Continue(ended);
            return;
        }

        foreach (var symbol in ended.Symbols.OrderBy(static symbol => symbol.ToString(), StringComparer.Ordinal))
        {
            if (parts.Exists(part => part.IsUp(symbol) && part.Symbols.Contains(symbol)))
                continue;
            var gap = new FeedGap($"the recording '{ended.Reader.Path}' ends", symbol);
            insertions.Enqueue(new InsertedEntry(gap, MessageText.Write(gap), ended.Reader));
        }
    }
}
