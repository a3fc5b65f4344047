using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Lists the damage in each file. A file of another kind, which has no message, is one line.</summary>
internal static class Verify
{
    // A file of another kind may contain any number of damaged lines. They are not listed unless a message follows.
    private const int MostBeforeFirstMessage = 1000;

    public static int Run(Options options, TextWriter output, Progress progress, Faults faults, CancellationToken stop)
    {
        var damage = 0L;
        foreach (var file in options.Files)
            damage += Run(file, output, progress, faults, stop);
        return damage == 0 ? 0 : Tool.Damaged;
    }

    private static long Run(string file, TextWriter output, Progress progress, Faults faults, CancellationToken stop)
    {
        var (messages, malformed, damage) = (0L, 0L, 0L);

        // If only the compression is damaged, nothing says that the file is of another kind.
        var mayBeRecording = RecordingFile.IsGzip(file);
        var before = faults.Count;
        var decoder = new MessageDecoder();
        var first = new List<string>();
        foreach (var reader in Reading.Read(file, progress, faults, stop))
        {
            if (reader.Kind == RecordedKind.Message)
            {
                if (messages++ == 0)
                    Show(first, damage - first.Count, output, progress);
                malformed += reader.Decode(decoder) is MalformedMessage ? 1 : 0;
                continue;
            }

            if (reader.Kind is RecordedKind.Hidden or RecordedKind.Error)
                continue;
            damage++;
            mayBeRecording &= reader.Kind == RecordedKind.Gap;
            var text = reader.Kind == RecordedKind.Gap ? reader.Text.ToString() : reader.Fault;
            if (messages > 0)
                Show([text], more: 0, output, progress);
            else if (first.Count < MostBeforeFirstMessage)
                first.Add(text);
        }

        if (messages + damage == 0 && faults.Count > before)
            return 1;
        if (messages + damage == 0)
            output.WriteLine($"{file}: empty: no message");
        else if (messages == 0 && !mayBeRecording)
            output.WriteLine($"{file}: not a recording: {Counts.Of(damage, "damaged place")} and no message");
        else
        {
            if (messages == 0)
                Show(first, damage - first.Count, output, progress);
            output.WriteLine(FormattableString.Invariant($"{file}: {Counts.Of(messages, "message")}, {malformed} of them malformed as received, {Counts.Of(damage, "damaged place")}"));
        }

        return damage + (messages == 0 ? 1 : 0);
    }

    private static void Show(List<string> damage, long more, TextWriter output, Progress progress)
    {
        if (damage.Count > 0)
            progress.Clear();
        damage.ForEach(output.WriteLine);
        if (more > 0)
            output.WriteLine(FormattableString.Invariant($"and {more} more damaged places before the first message"));
    }
}
