namespace Nexus.Examples;

/// <summary>A program on the command line: <c>--help</c> ends with 0, a fault in the options with 2 and one line, an interruption is a token.</summary>
internal static class ConsoleProgram
{
    public static async Task<int> RunAsync<TOptions>(
        string[] args, string help, Func<IReadOnlyList<string>, TOptions> parse, Func<TOptions, CancellationToken, Task<int>> run)
    {
        if (args.Contains("--help"))
        {
            Console.Write(help);
            return 0;
        }

        TOptions options;
        try
        {
            options = parse(args);
        }
        catch (FormatException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }

        using var interruption = new Interruption();
        return await run(options, interruption.Token);
    }
}
