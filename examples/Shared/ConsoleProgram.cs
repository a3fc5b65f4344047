namespace Nexus.Examples;

/// <summary>
/// A console program: <c>--help</c> and <c>--version</c> exit with 0, an invalid option exits with 2 and one line of text, and an interruption cancels a token.
/// </summary>
internal static class ConsoleProgram
{
    public static async Task<int> RunAsync<TOptions>(
        string[] args, string help, Func<IReadOnlyList<string>, TOptions> parse, Func<TOptions, CancellationToken, Task<int>> run)
    {
        if (args.Contains("--help") || args.Contains("-h") || args is ["help"])
        {
            Console.Write(help);
            return 0;
        }

        if (args is ["--version"])
        {
            Console.WriteLine(typeof(ConsoleProgram).Assembly.GetName().Version!.ToString(3));
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
