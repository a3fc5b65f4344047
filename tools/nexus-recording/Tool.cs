using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Runs a command. An error is one line and exit code 2.</summary>
internal static class Tool
{
    public static async Task<int> RunAsync(Options options, TextWriter output, TextWriter error, bool isTerminal, CancellationToken stop)
    {
        using var progress = new Progress(options.Files, error, isTerminal);
        try
        {
            return options.Command switch
            {
                "info" => Info.Run(options, output, progress, stop),
                "verify" => Verify.Run(options, output, progress, stop),
                "export" => await Export.RunAsync(options, output, progress, stop),
                _ => Cut.Run(options, output, progress, stop),
            };
        }
        catch (Exception e) when (RecordingFile.IsReadError(e) || e is ArgumentException or OverflowException)
        {
            progress.Clear();
            await error.WriteLineAsync($"nexus-recording: {e.Message.ReplaceLineEndings(" ")}");
            return 2;
        }
        catch (OperationCanceledException)
        {
            progress.Clear();
            await error.WriteLineAsync("nexus-recording: interrupted");
            return 130;
        }
    }
}
