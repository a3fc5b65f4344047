using System.Globalization;
using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Describes the contents of each file.</summary>
internal static class Info
{
    public static int Run(Options options, TextWriter output, Progress progress, Faults faults, CancellationToken stop)
    {
        foreach (var file in options.Files)
        {
            var summary = new Summary();
            var decoder = new MessageDecoder();
            var before = faults.Count;
            foreach (var reader in Reading.Read(file, progress, faults, stop))
            {
                if (reader.Kind == RecordedKind.Error)
                    summary.Error = reader.Text.ToString();
                else if (reader.Kind == RecordedKind.Message)
                    summary.Add(reader, reader.Decode(decoder));
                else if (reader.Kind != RecordedKind.Hidden)
                {
                    summary.Damage++;
                    faults.CountDamage(file);
                }
            }

            if (faults.Count == before || summary.Messages + summary.Damage > 0)
                Write(file, summary, output);
            if (faults.Count == before && summary.IsEmpty)
                faults.ReportEmpty([file]);
        }

        return 0;
    }

    private static void Write(string file, Summary summary, TextWriter output)
    {
        output.WriteLine(file);
        Line("messages", $"{summary.Messages}");
        if (summary.First is { } first && summary.Last is { } last)
        {
            Line("from", $"{first:yyyy-MM-ddTHH:mm:ss.fffZ}");
            Line("to", $"{last:yyyy-MM-ddTHH:mm:ss.fffZ}");
            Line("span", $"{last - first:c}");
            Line("rate", $"{summary.Messages / Math.Max(1, (last - first).TotalSeconds):0.#} per second, at most {summary.Peak}");
        }

        foreach (var (kind, count) in summary.Kinds.OrderByDescending(static kind => kind.Value).ThenBy(static kind => kind.Key, StringComparer.Ordinal))
            Line(kind, $"{count}");
        foreach (var (symbol, count) in summary.Symbols.OrderBy(static symbol => symbol.Key.ToString(), StringComparer.Ordinal))
            Line(symbol.ToString(), $"{count}");
        Line("gaps", $"{summary.Gaps}");
        Line("damage", $"{summary.Damage}");
        if (summary.Error is { } error)
            Line("error", $"{error}");

        void Line(string name, FormattableString value) => output.WriteLine($"  {name,-16} {value.ToString(CultureInfo.InvariantCulture)}");
    }

    private sealed class Summary
    {
        private long _second = long.MinValue;
        private long _inSecond;

        public Dictionary<string, long> Kinds { get; } = new(StringComparer.Ordinal);

        public Dictionary<Symbol, long> Symbols { get; } = [];

        public long Messages { get; private set; }

        public bool IsEmpty => Messages + Damage == 0 && Error is null;

        public long Gaps { get; private set; }

        public long Damage { get; set; }

        public long Peak { get; private set; }

        public string? Error { get; set; }

        public DateTimeOffset? First { get; private set; }

        public DateTimeOffset? Last { get; private set; }

        public void Add(RecordingReader reader, NexusMessage message)
        {
            Messages++;
            Count(Kinds, message.GetType().Name);
            if (message is IHasSymbol { Symbol: var symbol })
                Count(Symbols, symbol);
            Gaps += message is FeedGap ? 1 : 0;
            First ??= reader.Time;
            Last = reader.Time;
            var second = reader.Time.Ticks / TimeSpan.TicksPerSecond;
            (_second, _inSecond) = (second, second == _second ? _inSecond + 1 : 1);
            Peak = Math.Max(Peak, _inSecond);
        }

        private static void Count<T>(Dictionary<T, long> counts, T key)
            where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
