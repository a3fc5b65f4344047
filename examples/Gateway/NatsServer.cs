using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Nexus.Gateways;

/// <summary>A NATS server that the program starts on loopback, with its files in a temporary folder.</summary>
internal sealed class NatsServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _folder;

    private NatsServer(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Starts nats-server from the PATH. Returns null if it is not installed.</summary>
    public static async Task<NatsServer?> StartAsync(Uri url, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("nexus-gateway-").FullName;
        var start = new ProcessStartInfo("nats-server") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { "-js", "-sd", folder, "-a", url.Host, "-p", url.Port.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Directory.Delete(folder, recursive: true);
            return null;
        }

        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new NatsServer(process, folder);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(StartTimeout);
        while (!await AnswersAsync(url, timeout.Token))
            await Task.Delay(TimeSpan.FromMilliseconds(50), timeout.Token);
        return server;
    }

    public static async Task<bool> AnswersAsync(Uri url, CancellationToken stop)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(url.Host, url.Port, stop);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
