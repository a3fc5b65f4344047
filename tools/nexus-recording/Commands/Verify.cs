using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Lists the damage in each file.</summary>
internal static class Verify
{
    public static int Run(Options options, TextWriter output, Progress progress, CancellationToken stop)
    {
        var damage = 0L;
        foreach (var file in options.Files)
        {
            var (messages, malformed, before) = (0L, 0L, damage);
            using var reader = new RecordingReader(file);
            while (reader.TryRead())
            {
                stop.ThrowIfCancellationRequested();
                progress.Show(reader.Offset);
                if (reader.Kind == RecordedKind.Message)
                {
                    messages++;
                    malformed += NexusDecoder.Decode(reader.Text.ToString()) is MalformedMessage ? 1 : 0;
                    continue;
                }

                damage++;
                progress.Clear();
                output.WriteLine(reader.Kind == RecordedKind.Gap ? reader.Text.ToString() : reader.Fault);
            }

            progress.Pass(new FileInfo(file).Length);
            progress.Clear();
            output.WriteLine(FormattableString.Invariant($"{file}: {messages} messages, {malformed} of them malformed as received, {damage - before} damaged places"));
        }

        return damage == 0 ? 0 : 1;
    }
}
