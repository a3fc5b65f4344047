using Nexus.Examples;

namespace Nexus.Desk.Window;

/// <summary>The program's options. An invalid option is a <see cref="FormatException"/> whose message names it in one line.</summary>
internal sealed record WindowOptions(TimeSpan? For, string? Picture, bool IsTerminal)
{
    public const string Help = """
        Shows a simulated market in a native window of GTK 3, or in the terminal.

          dotnet run --project examples/DeskWindow -- [options]

          --terminal       shows it in the terminal
          --for DURATION   closes 500ms, 30s, 5m, 1h after the first book; a plain number is seconds (default: stays open)
          --picture FILE   with --for: saves a picture of the window as PNG before it closes
          --help           shows this text

        """;

    public static WindowOptions Parse(IReadOnlyList<string> args)
    {
        var options = new WindowOptions(null, null, IsTerminal: false);
        var option = new OptionReader(args);
        while (option.Read())
        {
            options = option.Name switch
            {
                "--for" => options with { For = option.Duration() },
                "--picture" => options with { Picture = option.Text() },
                "--terminal" => options with { IsTerminal = true },
                _ => throw option.Unknown(),
            };
        }

        if (options is { Picture: not null, IsTerminal: true })
            throw new FormatException("--picture: cannot be combined with --terminal");
        return options is { Picture: not null, For: null } ? throw new FormatException("--picture: requires --for") : options;
    }
}
