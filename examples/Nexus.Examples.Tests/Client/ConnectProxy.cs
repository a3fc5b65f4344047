using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nexus.Examples.Tests.Client;

/// <summary>A proxy on loopback that opens one tunnel.</summary>
internal sealed class ConnectProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ConnectProxy()
    {
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public int Tunnels { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var near = client.GetStream();
        var request = new List<byte>();
        var one = new byte[1];
        while (!Encoding.ASCII.GetString([.. request]).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await near.ReadExactlyAsync(one);
            request.Add(one[0]);
        }

        // CONNECT host:port HTTP/1.1
        var target = Encoding.ASCII.GetString([.. request]).Split(' ')[1].Split(':');
        using var server = new TcpClient();
        await server.ConnectAsync(target[0], int.Parse(target[1], System.Globalization.CultureInfo.InvariantCulture));
        await using var far = server.GetStream();
        Tunnels++;
        await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
        await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
    }
}
