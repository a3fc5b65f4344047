using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Examples;
using Nexus.Reactive;
using Nexus.Reactive.Nats;
using Spectre.Console;

namespace Nexus.Monitoring;

/// <summary>The program, without process-specific code.</summary>
internal static class MonitorProgram
{
    private static readonly TimeSpan CutAt = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan AwayFor = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Runs until the feed ends, the time has elapsed, or it is stopped. Returns 0 on success, 1 after an error while running, 2 for invalid options.
    /// </summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            var options = Options.Parse(args);
            if (options.IsHelp)
            {
                await output.WriteAsync(Options.Help);
                return 0;
            }

            if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi)
                options = options with { IsPlain = true };
            return await RunAsync(options, output, error, stop);
        }
        catch (FormatException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return 2;
        }
        catch (HttpRequestException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task<int> RunAsync(Options options, TextWriter output, TextWriter error, CancellationToken stop)
    {
        if (options.IsSimulator)
            await (options.IsPlain ? error : output).WriteLineAsync(Caption(options));

        var result = 0;
        void Fail(string fault)
        {
            result = 1;
            error.WriteLine(fault);
        }

        using var until = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (options.Duration is { } duration)
            until.CancelAfter(duration);

        var source = await FeedSource.OpenAsync(options, fault => Fail($"--record: {OneLine(fault)}"));
        using var faults = source.Feed.SubscriberFaults.Subscribe(fault => Fail($"{fault.Stream}: {OneLine(fault.Exception)}"), static _ => { });
        using var tally = new Tally(source.Feed);
        using var damage = options.IsReplay ? new ReplayDamage(source.Feed) : null;
        var (hasConnected, reason) = (source.Clients.Count == 0, "nothing answered");
        using var connections = source.Clients.Select(static client => client.Status).Merge().Subscribe(status =>
        {
            hasConnected |= status is ConnectionStatus.Connected;
            if (status is ConnectionStatus.Reconnecting lost)
                reason = lost.Reason;
        });

        // A feed completes this stream last, so every subscriber has received all messages by then.
        var ended = source.Feed.SubscriberFaults.LastOrDefaultAsync().ToTask(CancellationToken.None);
        var shown = options.IsPlain ? PrintAsync(source, options, output, error) : ShowAsync(source, options, ended, until.Token);
        try
        {
            await source.StartAsync(until.Token);
            await ended.WaitAsync(until.Token);
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // The time has elapsed, or the user stopped the program.
        }
        catch (Exception exception) when (options.IsReplay)
        {
            error.WriteLine($"--replay: {OneLine(exception)}");
            result = 2;
        }
        catch (NexusBusException exception)
        {
            error.WriteLine($"--bus: {exception.Message}");
            result = 2;
        }
        finally
        {
            await until.CancelAsync();
            await source.DisposeAsync();
        }

        await shown.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!hasConnected && !stop.IsCancellationRequested)
            Fail($"--endpoint: no connection to {options.Endpoint}: {reason}");
        if (ended.IsCompletedSuccessfully && damage?.Describe() is { } found)
        {
            await error.WriteLineAsync($"--replay: {found}");
            result = damage.IsEmpty ? 2 : result;
        }

        if (options is { IsPlain: true, IsSimulator: true })
            await error.WriteAsync(NextCommands(options));
        if (damage is null || !damage.IsEmpty)
            await output.WriteLineAsync(tally.ToString());
        if (!options.IsPlain)
            await output.WriteAsync(NextCommands(options));
        await output.FlushAsync(CancellationToken.None);
        return result;
    }

    private static Task<string?> PrintAsync(FeedSource source, Options options, TextWriter output, TextWriter error)
    {
        foreach (var client in source.Clients)
        {
            client.Status.OfType<ConnectionStatus.Reconnecting>().Subscribe(status =>
                error.WriteLine($"{client.Endpoint.Symbol}: {status.Reason}; reconnecting"));
        }

        return PlainReport.Lines(source.Feed, options.Shows)
            .TakeUntil(source.Closed)
            .Do(output.WriteLine)
            .LastOrDefaultAsync()
            .ToTask(CancellationToken.None);
    }

    private static async Task ShowAsync(FeedSource source, Options options, Task ended, CancellationToken until)
    {
        using var dashboard = new Dashboard(source, options, Caption(options));
        var cut = options.IsSimulator ? CutAsync(source, until) : Task.CompletedTask;
        await Task.Run(() => dashboard.RunAsync(AnsiConsole.Console, ended, until), CancellationToken.None);
        await cut;
    }

    private static async Task CutAsync(FeedSource source, CancellationToken until)
    {
        try
        {
            await Task.Delay(CutAt, until);
            await source.CutAsync(AwayFor, until);
        }
        catch (OperationCanceledException)
        {
            // The program ended before the cut.
        }
    }

    private static string Caption(Options options) => options switch
    {
        { IsReplay: true } => $"replay · {string.Join(", ", options.Replay.Select(Path.GetFileName))}",
        { IsBus: true } => $"bus · {options.Bus.CreateOptions()}",
        { IsSimulator: true } => $"simulator · no key, no network · seed {Options.SimulatorSeed}",
        _ => options.Endpoint,
    };

    // Suggestions for options that this run does not use.
    private static string NextCommands(Options options)
    {
        const string Monitor = "dotnet run --project examples/Monitor --";
        var next = new List<string>();
        if (options is { Record: null, IsReplay: false })
            next.Add($"  record:\n    {Monitor} --for 10s --record session.tsv.gz");
        if (!options.IsReplay)
            next.Add($"  replay:\n    {Monitor} --replay {string.Join(" --replay ", Recordings(options))}");
        if (options.Endpoint != "staging")
            next.Add($"  staging:\n    {Monitor} --endpoint staging --key YOUR_KEY");
        return $"\nNext:\n{string.Join('\n', next)}\n\n";
    }

    private static IEnumerable<string> Recordings(Options options) =>
        options.Record is null ? ["session.tsv.gz"] : options.Symbols.Select(symbol => options.GetRecordPath(symbol)!);

    private static string OneLine(Exception exception) => PrintableText.OneLine(exception.Message);
}
