namespace Nexus.Reactive;

/// <summary>
/// Delivers each order event of several recordings once, by the rule for combined clients; see <see cref="OrderCopies"/>. The owner of a symbol is the first
/// recording that contains books or trades of it, or the first recording if none does.
/// </summary>
internal sealed class OrderOwnership(List<RecordedRun> runs, Queue<InsertedEntry> insertions)
{
    private readonly OrderCopies _copies = new(runs.Count);

    /// <summary>Returns whether the current entry of a recording is delivered.</summary>
    public bool IsDelivered(RecordedRun run, NexusMessage? message)
    {
        if (message is not (OrderUpdate or Transaction))
            return true;
        var symbol = ((IHasSymbol)message).Symbol;
        var owner = FindOwner(symbol);
        var isOwnerDown = !owner.IsUp(symbol);
        return _copies.TryTake(message, run.Index, owner.Index, in isOwnerDown, run == owner ? null : run.Reader.Text.ToString());
    }

    /// <summary>Inserts the events that a recording did not contain before its gap or its end.</summary>
    public void InsertMissed(RecordedRun owner, IRecordedEntry position)
    {
        foreach (var (message, text) in _copies.TakeMissed(owner.Index, symbol => !owner.IsUp(symbol)))
            insertions.Enqueue(new InsertedEntry(message, text ?? TypedText.WriteLine(message), position));
    }

    private RecordedRun FindOwner(Symbol symbol) =>
        runs.Find(run => run.IsUp(symbol) && run.Symbols.Contains(symbol)) ?? runs.Find(run => run.Symbols.Contains(symbol)) ?? runs[0];
}
