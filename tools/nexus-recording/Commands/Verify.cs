using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Lists the damage in each file.</summary>
internal static class Verify
{
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
        var before = faults.Count;
        var decoder = new MessageDecoder();
        foreach (var reader in Reading.Read(file, progress, faults, stop))
        {
            if (reader.Kind == RecordedKind.Message)
            {
                messages++;
                malformed += reader.Decode(decoder) is MalformedMessage ? 1 : 0;
                continue;
            }

            if (reader.Kind is RecordedKind.Hidden or RecordedKind.Error)
                continue;
            damage++;
            progress.Clear();
            output.WriteLine(reader.Kind == RecordedKind.Gap ? reader.Text.ToString() : reader.Fault);
        }

        if (faults.Count == before || messages + damage > 0)
            output.WriteLine(FormattableString.Invariant($"{file}: {messages} messages, {malformed} of them malformed as received, {damage} damaged places"));
        return damage;
    }
}
