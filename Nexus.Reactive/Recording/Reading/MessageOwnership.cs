namespace Nexus.Reactive;

/// <summary>Delivers each message of several recordings once.</summary>
/// <remarks>
/// Order events: by the rule for combined clients; see <see cref="MessageCopies"/>. The owner of a symbol is the first recording that contains books or trades of
/// it, or the first recording if none does. Books and trades: the first copy, from whichever recording, while several recordings contain the symbol.
/// </remarks>
internal sealed class MessageOwnership(List<RecordedRun> runs, Queue<InsertedEntry> insertions)
{
    private static readonly Int128 MaxClockDifference = 60_000_000_000;

    private readonly MessageCopies _orders = new(runs.Count);
    private readonly MessageCopies _market = new(runs.Count);

    /// <summary>Returns whether the current entry of a recording is delivered.</summary>
    public bool IsDelivered(RecordedRun run, NexusMessage? message)
    {
        if (message is Book or Trade)
            return !IsShared(((IHasSymbol)message).Symbol, run) || _market.TryTake(message, run.Index);
        if (message is not (OrderUpdate or Transaction))
            return true;
        var symbol = ((IHasSymbol)message).Symbol;
        var owner = FindOwner(symbol);
        var isOwnerDown = !owner.IsUp(symbol);
        return _orders.TryTake(message, run.Index, owner.Index, in isOwnerDown, run == owner ? null : run.Reader.Text.ToString());
    }

    /// <summary>Inserts the events that a recording did not contain before its gap or its end.</summary>
    public void InsertMissed(RecordedRun owner, IRecordedEntry position)
    {
        foreach (var (message, text) in _orders.TakeMissed(owner.Index, symbol => !owner.IsUp(symbol)))
            insertions.Enqueue(new InsertedEntry(message, text ?? TypedText.WriteLine(message), position));
    }

    // The clocks of the recordings may differ, so one may contain copies of messages before the start or after the end of another.
    private bool IsShared(Symbol symbol, RecordedRun run)
    {
        foreach (var other in runs)
        {
            if (other.Reader != run.Reader && other.Symbols.Contains(symbol) && (other.IsRunning || IsNear(other.Reader, run.Reader)))
                return true;
        }

        return false;
    }

    private static bool IsNear(RecordingReader one, RecordingReader other) =>
        one.HasTime && other.HasTime && Int128.Abs(one.Nanoseconds - other.Nanoseconds) <= MaxClockDifference;

    private RecordedRun FindOwner(Symbol symbol) =>
        runs.Find(run => run.IsUp(symbol) && run.Symbols.Contains(symbol)) ?? runs.Find(run => run.Symbols.Contains(symbol)) ?? runs[0];
}
