using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Examples;
using Nexus.Monitoring.Input;
using Nexus.Monitoring.Sources;
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
            await (options.IsPlain ? error : output).WriteLineAsync(Words.Caption(options));

        // A line that is written while the screen is shown would be overdrawn.
        var result = 0;
        await using var later = new StringWriter(CultureInfo.InvariantCulture);
        var faultOutput = options.IsPlain ? error : TextWriter.Synchronized(later);
        void Fail(string fault)
        {
            result = 1;
            faultOutput.WriteLine(fault);
        }

        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
        if (options.Duration is { } duration)
            until.CancelAfter(duration);

        var source = await FeedSource.OpenAsync(options, fault => Fail($"--record: {OneLine(fault)}"));
        using var faults = source.Feed.SubscriberFaults.Subscribe(fault => Fail($"{fault.Stream}: {OneLine(fault.Exception)}"), static _ => { });
        using var tally = new Tally(source.Feed);
        using var damage = options.IsReplay ? new ReplayDamage(source.Feed) : null;
        using var attempts = new Attempts(source.Lines);

        // A feed completes this stream last, so every subscriber has received all messages by then.
        var ended = source.Feed.SubscriberFaults.LastOrDefaultAsync().ToTask(CancellationToken.None);
        var shown = options.IsPlain ? PrintAsync(source, options, output, error) : ShowAsync(source, options, ended, stopped.Cancel, until.Token);
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
            faultOutput.WriteLine($"--replay: {OneLine(exception)}");
            result = 2;
        }
        catch (NexusBusException exception)
        {
            attempts.HasReported = true;
            Fail($"--bus: {exception.Message}");
        }
        finally
        {
            // The last picture shows the state before the connections are closed. Plain lines end with the source.
            await until.CancelAsync();
            if (!options.IsPlain)
                await shown.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await source.DisposeAsync();
        }

        await shown.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (shown.Exception is { InnerException: { } failure } && !options.IsPlain)
            Fail($"the screen: {OneLine(failure)}");
        if (attempts.Failure is { } reason && !stopped.IsCancellationRequested)
            Fail($"{Words.Connection(options)}: {reason}");
        await error.WriteAsync(later.ToString());
        if (ended.IsCompletedSuccessfully && damage?.Describe() is { } found)
        {
            await error.WriteLineAsync($"--replay: {found}");
            result = damage.IsEmpty ? 2 : result;
        }

        if (options is { IsPlain: true, IsSimulator: true })
            await error.WriteAsync(Words.NextCommands(options));
        if (damage is null || !damage.IsEmpty)
            await output.WriteLineAsync(tally.ToString());
        if (!options.IsPlain)
            await output.WriteAsync(Words.NextCommands(options));
        await output.FlushAsync(CancellationToken.None);
        return result;
    }

    private static Task<string?> PrintAsync(FeedSource source, Options options, TextWriter output, TextWriter error)
    {
        foreach (var line in source.Lines)
        {
            line.Status.OfType<ConnectionStatus.Reconnecting>().Subscribe(status =>
                error.WriteLine($"{line.Symbol}: {status.Reason}; reconnecting"));
        }

        return PlainReport.Lines(source.Feed, options.Shows)
            .TakeUntil(source.Closed)
            .Do(output.WriteLine)
            .LastOrDefaultAsync()
            .ToTask(CancellationToken.None);
    }

    private static async Task ShowAsync(FeedSource source, Options options, Task ended, Action quit, CancellationToken until)
    {
        var hasKeys = ConsoleKeys.AreAvailable;
        using var dashboard = new Dashboard(source, options, Words.Caption(options), hasKeys, quit, DefaultScheduler.Instance);
        var cut = options.IsSimulator ? CutAsync(source, until) : Task.CompletedTask;
        try
        {
            await dashboard.RunAsync(AnsiConsole.Console, hasKeys ? ConsoleKeys.Read() : Observable.Never<ConsoleKeyInfo>(), ended, until);
        }
        catch
        {
            quit();
            throw;
        }

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

    private static string OneLine(Exception exception) => PrintableText.OneLine(exception.Message);
}
