using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Nexus.Examples.Tests.Desk;

/// <summary>The native window, on a display without a screen.</summary>
public sealed partial class DeskWindowTests
{
    [Test]
    [CancelAfter(90_000)]
    public async Task The_lists_of_the_window_show_the_states_and_keep_the_selection(CancellationToken cancellationToken)
    {
        if (Find("Xvfb") is not { } server || !NativeLibrary.TryLoad("libgtk-3.so.0", out _))
            Assert.Ignore("Xvfb or GTK 3 is missing: the native window is not tested. Debian's packages are called xvfb and libgtk-3-0.");
        else
            await CheckAsync(server, cancellationToken);
    }

    [GeneratedRegex(@"bids=[1-9]\d* asks=[1-9]\d* trades=\d+ orders=\d+ agrees=True frames=(?<frames>\d+) lost=0", RegexOptions.NonBacktracking)]
    private static partial Regex Report();

    private static async Task CheckAsync(string server, CancellationToken cancellationToken)
    {
        var picture = Path.Combine(TestContext.CurrentContext.WorkDirectory, "desk-window.png");
        using var display = Process.Start(new ProcessStartInfo(server, "-displayfd 1 -screen 0 1280x800x24 -nolisten tcp") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DeskWindow.dll"), "--for", "4s", "--picture", picture]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["DISPLAY"] = $":{await display.StandardOutput.ReadLineAsync(cancellationToken)}";
            using var window = Process.Start(start)!;
            var text = await window.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = await window.StandardError.ReadToEndAsync(cancellationToken);
            await window.WaitForExitAsync(cancellationToken);

            Assert.That(window.ExitCode, Is.Zero, text + error);
            var report = Report().Match(text);
            Assert.That(report.Success, text + error);
            Assert.That(int.Parse(report.Groups["frames"].Value, CultureInfo.InvariantCulture), Is.GreaterThan(3), "the market moved");
            Assert.That(new FileInfo(picture).Length, Is.GreaterThan(10_000));
        }
        finally
        {
            display.Kill();
            await display.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static string? Find(string program) =>
        Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
