using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>A real nats-server on loopback. Tests that need it are skipped if it is not installed.</summary>
internal sealed class NatsServerProcess : IDisposable
{
    private readonly string[] _arguments;
    private readonly string _folder = Directory.CreateTempSubdirectory("nexus-nats-").FullName;
    private readonly int _port;
    private IReadOnlyDictionary<string, string> _environment = new Dictionary<string, string>();
    private string _scheme = "nats";
    private volatile string _output = "";
    private Process? _process;

    private NatsServerProcess(string[] arguments)
    {
        _arguments = arguments;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public Uri Url => new($"{_scheme}://127.0.0.1:{_port}");

    public string Store => Path.Combine(_folder, "store");

    /// <summary>Starts a server with JetStream, or with other arguments.</summary>
    public static NatsServerProcess Start(params string[] arguments)
    {
        var server = new NatsServerProcess(arguments);
        server.Start();
        return server;
    }

    /// <summary>Starts a server with a configuration file, whose variables come from the environment.</summary>
    public static NatsServerProcess StartWith(string file, IReadOnlyDictionary<string, string> environment, string scheme = "nats")
    {
        var server = new NatsServerProcess(["-c", file]) { _environment = environment, _scheme = scheme };
        server.Start();
        return server;
    }

    public void Start()
    {
        var start = new ProcessStartInfo("nats-server") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        string[] defaults = ["-a", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture)];
        string[] storage = _arguments is ["-c", ..] ? [] : ["-sd", Store];
        foreach (var argument in defaults.Concat(storage).Concat(_arguments.Length == 0 ? ["-js"] : _arguments))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("nats-server is not on the PATH; apt-get install nats-server");
        }

        var ready = new TaskCompletionSource<bool>();
        void Take(object sender, DataReceivedEventArgs line)
        {
            _output = line.Data ?? _output;
            if (line.Data?.Contains("Server is ready", StringComparison.Ordinal) == true)
                ready.TrySetResult(true);
        }

        _process!.OutputDataReceived += Take;
        _process.ErrorDataReceived += Take;
        _process.Exited += (_, _) => ready.TrySetResult(false);
        _process.EnableRaisingEvents = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Assert.That(ready.Task.Wait(TimeSpan.FromSeconds(30)) && ready.Task.Result, Is.True, $"nats-server did not start: {_output}");
    }

    /// <summary>Ends the server without a shutdown, as a power failure does.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Copies the files of a stopped server, to simulate a disk that loses later data.</summary>
    public void SaveStore()
    {
        if (Directory.Exists(Store + ".saved"))
            Directory.Delete(Store + ".saved", recursive: true);
        Copy(Store, Store + ".saved");
    }

    /// <summary>Restores the copy.</summary>
    public void RestoreStore()
    {
        Directory.Delete(Store, recursive: true);
        Copy(Store + ".saved", Store);
    }

    /// <summary>Suspends or resumes the process with SIGSTOP and SIGCONT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
