namespace Nexus.Reactive;

/// <summary>
/// Inserts gaps where a recording ends while others continue, and where files are missing between the files of a recording. These are gaps of the recording's
/// symbols that no other recording contains at this time; where only this recording continues, missing files are a gap of all symbols.
/// </summary>
internal sealed class RecordingGaps(List<RecordedRun> runs, Queue<InsertedEntry> insertions)
{
    /// <summary>Ends a recording.</summary>
    public void End(RecordedRun ended)
    {
        ended.HasEnded = true;
        if (runs.Exists(static run => !run.HasEnded))
            InsertForSymbols(ended, $"the recording '{ended.Reader.Path}' ends", ended.Reader);
    }

    /// <summary>Moves a recording past an ended file to its next file, which may not follow directly.</summary>
    /// <param name="run">The recording, at its next file.</param>
    /// <param name="ended">The ended file.</param>
    /// <param name="isWhole">Whether the file was read to its end.</param>
    /// <returns>Whether messages are missing between the two files.</returns>
    public bool Continue(RecordedRun run, RecordingReader ended, bool isWhole)
    {
        var next = run.Head.Part;
        var isDirect = ended.Part is { } before && before.Run == next?.Run && before.Number + 1 == next.Number;
        if (isWhole && isDirect && next?.After == ended.RecordedTime)
            return false;

        // Damage at the end of the file has been reported.
        if (run.IsInterrupted)
            return true;
        run.IsInterrupted = true;
        var reason = isDirect ? $"the recording '{ended.Path}' is damaged at its end" : $"files are missing between the recordings '{ended.Path}' and '{run.Reader.Path}'";
        if (runs.Exists(static other => other.IsAnyUp))
            InsertForSymbols(run, reason, ended);
        else
            Insert(new FeedGap(reason), ended);
        return true;
    }

    private void InsertForSymbols(RecordedRun run, string reason, RecordingReader position)
    {
        foreach (var symbol in run.Symbols.OrderBy(static symbol => symbol.ToString(), StringComparer.Ordinal))
        {
            if (!runs.Exists(other => other.IsUp(symbol) && other.Symbols.Contains(symbol)))
                Insert(new FeedGap(reason, symbol), position);
        }
    }

    private void Insert(FeedGap gap, RecordingReader position) => insertions.Enqueue(new InsertedEntry(gap, MessageText.Write(gap), position));
}
