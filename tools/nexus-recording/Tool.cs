using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Runs a command. In case of an error, prints one line and returns exit code 2; in case of damage, exit code 1.</summary>
internal static class Tool
{
    /// <summary>The exit code if a recording is damaged.</summary>
    public const int Damaged = 1;

    private const int Failed = 2;
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(Options options, TextWriter output, TextWriter error, bool isTerminal, CancellationToken stop)
    {
        using var progress = new Progress(options.Files, error, isTerminal);
        var faults = new Faults(error, progress);
        try
        {
            var code = options.Command switch
            {
                "info" => Info.Run(options, output, progress, faults, stop),
                "verify" => Verify.Run(options, output, progress, faults, stop),
                "export" => await Export.RunAsync(options, output, progress, faults, stop),
                _ => Cut.Run(options, output, progress, faults, stop),
            };
            faults.ReportDamage();
            return faults.Count > 0 ? Failed : faults.HasDamage ? Damaged : code;
        }
        catch (Exception e) when (RecordingFile.IsReadError(e) || e is ArgumentException or OverflowException)
        {
            progress.Clear();
            await error.WriteLineAsync(Faults.Describe(e));
            return Failed;
        }
        catch (OperationCanceledException)
        {
            progress.Clear();
            await error.WriteLineAsync(Faults.Prefix + "interrupted");
            return Interrupted;
        }
    }
}
