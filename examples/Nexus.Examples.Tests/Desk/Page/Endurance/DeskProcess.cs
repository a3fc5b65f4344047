using System.Diagnostics;
using System.Globalization;

namespace Nexus.Examples.Tests.Desk.Page.Endurance;

/// <summary>The desk as a process of its own, so that its processor time and its memory are not those of the test and of the exchange.</summary>
internal sealed class DeskProcess : IDisposable
{
    private readonly Process _process;

    private DeskProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a desk that shows an exchange.</summary>
    public static async Task<DeskProcess> StartAsync(Uri exchange, IEnumerable<string> symbols)
    {
        var arguments = new[] { Path.Combine(AppContext.BaseDirectory, "Desk.dll"), "--endpoint", exchange.ToString(), "--key", "demo", "--port", "0", "--no-browser" };
        var start = new ProcessStartInfo("dotnet", [.. arguments, .. symbols.SelectMany(static symbol => new[] { "--symbol", symbol })])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.That(line, Does.StartWith("desk http://"));
        return new DeskProcess(process, new Uri(line![5..]));
    }

    /// <summary>Collects garbage and returns the bytes of the managed heap, then those of the process.</summary>
    public async Task<(long Heap, long Resident)> GetMemoryAsync()
    {
        await _process.StandardInput.WriteLineAsync("heap");
        await _process.StandardInput.FlushAsync();
        var line = (await _process.StandardOutput.ReadLineAsync())!;
        _process.Refresh();
        return (long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture), _process.WorkingSet64);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
