using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Writes one recording from one or more recordings: all messages, or those of a period.</summary>
internal static class Cut
{
    // As in a live recording, so that damage to the compressed file affects no more than in the original.
    private const long MemberNanoseconds = 500_000_000;

    public static int Run(Options options, TextWriter output, Progress progress, Faults faults, CancellationToken stop)
    {
        using var file = new UnfinishedFile(options.Out);
        var (read, messages) = (0L, 0L);
        string[] empty;
        using (var recordings = new MergedRecordings(options.Files))
        using (var target = new RecordingOutput(file.Path, new RecordingOptions(), RecordingStart.New))
        {
            var block = new RecordingBlock();
            Int128 start = 0;
            while (TryRead(recordings, faults))
            {
                read++;
                stop.ThrowIfCancellationRequested();
                progress.Show(recordings.Offset);
                var place = recordings.Current;
                if (place.HasTime && (place.Nanoseconds < options.From || place.Nanoseconds >= options.To))
                    continue;
                if (place is RecordingReader { Kind: RecordedKind.DamagedLine or RecordedKind.Gap } damaged)
                    faults.CountDamage(damaged.Path);
                if (block.Lines > 0 && place.HasTime && place.Nanoseconds - start >= MemberNanoseconds)
                    Flush(target, block);
                if (block.Lines == 0)
                    start = place.HasTime ? place.Nanoseconds : 0;
                block.Append(place.HasTime ? place.Nanoseconds : 0, place.ToLine());
                messages += place.Kind is RecordedKind.Hidden or RecordedKind.Error ? 0 : 1;
                if (block.IsFull)
                    Flush(target, block);
            }

            Flush(target, block);
            empty = [.. options.Files.Distinct(StringComparer.Ordinal).Where(recordings.Empty.Contains)];
        }

        faults.ReportEmpty(empty);
        if (read == 0 && faults.Count > 0)
            return 0;
        file.Complete();
        progress.Clear();
        output.WriteLine(FormattableString.Invariant($"{options.Out}: {Counts.Of(messages, "message")}"));
        if (messages == 0 && empty.Length < options.Files.Distinct(StringComparer.Ordinal).Count())
            faults.Note(options.Command == "cut" ? "no message arrived in this period" : "the recordings contain no messages");
        return 0;
    }

    // Files that cannot be read to their end are reported after all readable messages.
    private static bool TryRead(MergedRecordings recordings, Faults faults)
    {
        try
        {
            return recordings.TryRead();
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            faults.Report(e);
            return false;
        }
    }

    private static void Flush(RecordingOutput target, RecordingBlock block)
    {
        if (block.Lines > 0)
            target.Write(block, ticks: 0);
        block.Reset();
    }
}
