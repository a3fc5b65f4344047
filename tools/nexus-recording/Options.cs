using System.Globalization;
using Nexus.Examples;
using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>The tool's command line.</summary>
internal sealed record Options(string Command, IReadOnlyList<string> Files)
{
    public const string Help = """
        nexus-recording COMMAND FILE... [OPTIONS]

          info FILE...                                   shows the period, counts by kind, gaps, damage and rate of each file
          verify FILE...                                 lists all damage
          cut FILE... --out FILE [--from T] [--to T]     writes the messages that arrived from T (inclusive) to T (exclusive)
          merge FILE... --out FILE                       merges recordings by arrival time; each message is written once,
                                                         except pings, which each recording has of its own
          export FILE... --out FOLDER [--bars DURATION]  writes trades, tops of book, bars (1s) and orders as Parquet tables;
                         [--max-clock-jump DURATION]     the clock jump is the option of the recorded feed (1h)

        A time is ISO 8601, such as 2024-08-08T23:54:15Z, or a number of ns since the Unix epoch. A file to write must not exist; of the FOLDER, only the tables.
        A file that cannot be read is reported, the others are processed, and the exit code is 2. A command that writes does not start if a file is missing.
        If a file is damaged, all readable messages are processed, one line on the error output says so, and the exit code is 1.

        """;

    public string Out { get; init; } = "";

    public Int128? From { get; init; }

    public Int128? To { get; init; }

    public TimeSpan Bars { get; init; } = TimeSpan.FromSeconds(1);

    public NexusFeedOptions Feed { get; init; } = new();

    public static Options Parse(IReadOnlyList<string> args)
    {
        if (args.Count == 0 || args[0] is not ("info" or "verify" or "cut" or "merge" or "export"))
            throw new FormatException(args.Count == 0 ? "a command is required; --help lists the commands" : $"{args[0]}: unknown command; --help lists the commands");
        var files = new List<string>();
        var options = new Options(args[0], files);
        var reader = new OptionReader([.. args.Skip(1)]);
        while (reader.Read())
        {
            options = (reader.Name, options.Command) switch
            {
                ("--out", "cut" or "merge" or "export") => options with { Out = reader.Text() },
                ("--from", "cut") => options with { From = Time(reader) },
                ("--to", "cut") => options with { To = Time(reader) },
                ("--bars", "export") => options with { Bars = reader.Duration() },
                ("--max-clock-jump", "export") => options with { Feed = options.Feed with { MaxClockJump = reader.Duration() } },
                ("--out" or "--from" or "--to" or "--bars" or "--max-clock-jump", _) => throw new FormatException($"{options.Command} has no {reader.Name}; --help lists the options"),
                (['-', ..], _) => throw reader.Unknown(),
                _ => Add(options, files, reader.Name),
            };
        }

        if (files.Count == 0)
            throw new FormatException($"{options.Command}: no file; --help lists the commands");
        if (options.Command is "cut" or "merge" or "export" && options.Out.Length == 0)
            throw new FormatException($"{options.Command}: --out is missing; --help lists the options");
        if (options.Command == "cut" && options.From is null && options.To is null)
            throw new FormatException("cut: --from or --to is missing; --help lists the options");
        if (options.To <= options.From)
            throw new FormatException("--to: must be after --from");
        return options;
    }

    private static Options Add(Options options, List<string> files, string file)
    {
        // Commands that only read continue with the other files.
        if (options.Command is not ("info" or "verify") && !File.Exists(file))
            throw new FormatException(Directory.Exists(file) ? $"'{file}' is a folder" : $"'{file}' does not exist");
        files.Add(file);
        return options;
    }

    private static Int128 Time(OptionReader reader)
    {
        var text = reader.Text();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds))
            return nanoseconds;
        return StartsWithDate(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (Int128)(time - DateTimeOffset.UnixEpoch).Ticks * 100
            : throw reader.Fault($"'{text}' is not a time such as 2024-08-08T23:54:15Z");
    }

    // The parser also accepts a time without a date, and dates in the US order.
    private static bool StartsWithDate(string text) => text is [_, _, _, _, '-', _, _, '-', _, _, ..] && text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0;
}
