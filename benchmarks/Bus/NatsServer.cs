using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Nexus.Reactive.Benchmarks;

/// <summary>A nats-server with JetStream on loopback and a folder of its own.</summary>
internal sealed class NatsServer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nexus-bus-");
    private readonly Process _process;

    private NatsServer(int port)
    {
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{port}"));
        _process = Process.Start(new ProcessStartInfo("nats-server", ["-js", "-sd", _folder.FullName, "-a", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true })!;
        while (_process.StandardError.ReadLine() is { } line && !line.Contains("Server is ready", StringComparison.Ordinal))
        {
        }

        // The server stops when its log is not read.
        _ = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The address of the server.</summary>
    public Uri Url { get; }

    /// <summary>Starts a server; null if nats-server is not installed.</summary>
    public static NatsServer? TryStart()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        try
        {
            return new NatsServer(port);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
