using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;

namespace Nexus.Examples.Tests.Client;

/// <summary>A program that acts as the other side of a connection, in a separate folder.</summary>
internal sealed class Tool : IDisposable
{
    private readonly Process _process;
    private readonly ReplaySubject<string> _log = new();

    private Tool(Process process, DirectoryInfo folder)
    {
        _process = process;
        Folder = folder;
        process.ErrorDataReceived += (_, line) =>
        {
            TestContext.Out.WriteLine(line.Data);
            _log.OnNext(line.Data ?? "");
        };
        process.BeginErrorReadLine();
    }

    public DirectoryInfo Folder { get; }

    public int Id => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    public static DirectoryInfo NewFolder() => Directory.CreateTempSubdirectory("nexus-tool-");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Returns the path of a program. If it is not installed, the test is skipped.</summary>
    public static string Find(string name)
    {
        var folders = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/bin".Split(':');
        var path = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null)
            Assert.Ignore($"{name} is not installed; .ci/run installs it on Debian");
        return path!;
    }

    public static Tool Start(string path, DirectoryInfo folder, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder.FullName })!;
        return new Tool(process, folder);
    }

    public static async Task WaitForPortAsync(int port)
    {
        using var timeout = new CancellationTokenSource(RealTime.Soon);
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, timeout.Token);
            }
        }
    }

    /// <summary>Waits for a line of the program's log that contains a text.</summary>
    public Task WaitForLogAsync(string text) => _log.FirstAsync(line => line.Contains(text, StringComparison.Ordinal)).ToTask().WaitAsync(RealTime.Soon);

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
        _log.Dispose();
        Folder.Delete(recursive: true);
    }
}
