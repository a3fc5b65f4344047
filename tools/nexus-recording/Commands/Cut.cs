using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Writes one recording from one or more: everything, or a period of time.</summary>
internal static class Cut
{
    public static int Run(Options options, TextWriter output, Progress progress, CancellationToken stop)
    {
        using var file = new UnfinishedFile(options.Out);
        var messages = 0L;
        using (var recordings = new MergedRecordings(options.Files))
        using (var target = new RecordingOutput(file.Path, new RecordingOptions(), RecordingStart.New))
        {
            var block = new RecordingBlock();
            while (recordings.TryRead())
            {
                stop.ThrowIfCancellationRequested();
                progress.Show(recordings.Offset);
                var place = recordings.Current;
                if (place.HasTime && (place.Nanoseconds < options.From || place.Nanoseconds >= options.To))
                    continue;
                block.Append(place.HasTime ? place.Nanoseconds : 0, RecordingText.ToLine(place.ToText()));
                messages++;
                if (block.IsFull)
                    Flush(target, block);
            }

            Flush(target, block);
        }

        file.Complete();
        progress.Clear();
        output.WriteLine(FormattableString.Invariant($"{options.Out}: {messages} messages"));
        return 0;
    }

    private static void Flush(RecordingOutput target, RecordingBlock block)
    {
        if (block.Lines > 0)
            target.Write(block, ticks: 0);
        block.Reset();
    }
}
