using System.Diagnostics;

namespace Nexus.Examples.Tests.Desk;

/// <summary>A headless Chromium, controlled over the DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Greeting = "DevTools listening on ";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1440,900", "--remote-debugging-port=0", "about:blank",
    ];

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly DevTools _tools;

    private Chromium(Process process, DirectoryInfo profile, DevTools tools)
    {
        _process = process;
        _profile = profile;
        _tools = tools;
    }

    /// <summary>The path of the installed browser; null if there is none.</summary>
    public static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from name in Names
         select Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static async Task<Chromium> StartAsync(string path)
    {
        var profile = Directory.CreateTempSubdirectory("desk-chromium-");
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(path, [.. Arguments, $"--user-data-dir={profile.FullName}"]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true },
        };
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                address.TrySetException(new IOException($"{path} ended before it listened."));
            else if (line.Data.StartsWith(Greeting, StringComparison.Ordinal))
                address.TrySetResult(new Uri(line.Data[Greeting.Length..]));
        };
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new Chromium(process, profile, await DevTools.ConnectAsync(await address.Task.WaitAsync(TimeSpan.FromSeconds(60))));
    }

    /// <summary>Opens a page in a new tab.</summary>
    public async Task<BrowserPage> OpenAsync(Uri address)
    {
        var target = await _tools.SendAsync("Target.createTarget", new { url = "about:blank" });
        var id = target.GetProperty("targetId").GetString()!;
        var session = await _tools.SendAsync("Target.attachToTarget", new { targetId = id, flatten = true });
        var page = new BrowserPage(_tools, id, session.GetProperty("sessionId").GetString()!);
        await page.GoToAsync(address);
        return page;
    }

    /// <summary>Returns the processes of the browser with the seconds that each has used of a processor.</summary>
    public async Task<IReadOnlyList<(string Type, int Id, double Seconds)>> GetProcessesAsync()
    {
        var answer = await _tools.SendAsync("SystemInfo.getProcessInfo");
        return [.. answer.GetProperty("processInfo").EnumerateArray().Select(static one => (one.GetProperty("type").GetString()!, one.GetProperty("id").GetInt32(), one.GetProperty("cpuTime").GetDouble()))];
    }

    public async ValueTask DisposeAsync()
    {
        await _tools.DisposeAsync();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        _process.Dispose();
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A child process may still write; the folder is temporary.
        }
    }
}
