using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>A real nats-server on loopback. Tests that need one are skipped where it is not installed.</summary>
internal sealed class NatsServerProcess : IDisposable
{
    private readonly string[] _arguments;
    private readonly string _folder = Directory.CreateTempSubdirectory("nexus-nats-").FullName;
    private readonly int _port;
    private Process? _process;

    private NatsServerProcess(string[] arguments)
    {
        _arguments = arguments;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public Uri Url => new($"nats://127.0.0.1:{_port}");

    public string Store => Path.Combine(_folder, "store");

    /// <summary>Starts a server with JetStream, or with other arguments.</summary>
    public static NatsServerProcess Start(params string[] arguments)
    {
        var server = new NatsServerProcess(arguments);
        server.Start();
        return server;
    }

    /// <summary>Writes a configuration file and starts a server with it.</summary>
    public static NatsServerProcess StartWith(string configuration)
    {
        var server = new NatsServerProcess([]);
        var file = Path.Combine(server._folder, "server.conf");
        File.WriteAllText(file, configuration);
        var started = new NatsServerProcess(["-c", file]);
        started.Start();
        return started;
    }

    public void Start()
    {
        var start = new ProcessStartInfo("nats-server") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        string[] defaults = ["-a", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-sd", Store];
        foreach (var argument in defaults.Concat(_arguments.Length == 0 ? ["-js"] : _arguments))
            start.ArgumentList.Add(argument);
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("nats-server is not on the PATH; apt-get install nats-server");
        }

        var ready = new TaskCompletionSource();
        _process!.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Server is ready", StringComparison.Ordinal) == true)
                ready.TrySetResult();
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Assert.That(ready.Task.Wait(TimeSpan.FromSeconds(30)), Is.True, "nats-server did not start");
    }

    /// <summary>Ends the server as a power failure does.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops or continues the process: SIGSTOP and SIGCONT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
