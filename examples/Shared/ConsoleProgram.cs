using System.Reflection;

namespace Nexus.Examples;

/// <summary>
/// A console program: <c>--help</c> and <c>--version</c> exit with 0, an invalid option exits with 2 and one line of text, and an interruption cancels a token.
/// </summary>
internal static class ConsoleProgram
{
    /// <summary>The version of the program's package, without the commit.</summary>
    public static string Version => typeof(ConsoleProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <param name="args">The command line.</param>
    /// <param name="help">The text for <c>--help</c>.</param>
    /// <param name="parse">Parses the options; an invalid one is a <see cref="FormatException"/>.</param>
    /// <param name="run">Runs the program.</param>
    /// <param name="prefix">The start of each line about an invalid option.</param>
    public static async Task<int> RunAsync<TOptions>(
        string[] args, string help, Func<IReadOnlyList<string>, TOptions> parse, Func<TOptions, CancellationToken, Task<int>> run, string prefix = "")
    {
        if (args.Contains("--help") || args.Contains("-h") || args is ["help"])
        {
            Console.Write(help);
            return 0;
        }

        if (args is ["--version"])
        {
            Console.WriteLine(Version);
            return 0;
        }

        TOptions options;
        try
        {
            options = parse(args);
        }
        catch (FormatException exception)
        {
            await Console.Error.WriteLineAsync(prefix + exception.Message);
            return 2;
        }

        using var interruption = new Interruption();
        return await run(options, interruption.Token);
    }
}
