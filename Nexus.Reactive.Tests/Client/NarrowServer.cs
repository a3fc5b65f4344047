using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A websocket server that takes little of what it does not read: its receive buffer is small, unlike Kestrel's.</summary>
internal sealed class NarrowServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
    private readonly Func<WebSocket, Task> _play;

    public NarrowServer(Func<WebSocket, Task> play)
    {
        _play = play;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = Task.Run(AcceptAsync);
    }

    public NexusEndpoint Endpoint => new($"ws://{_listener.LocalEndPoint}/ws", TestClient.Key, "SPOT_BTC_USDT");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
            _ = ServeAsync(await _listener.AcceptAsync());
    }

    private async Task ServeAsync(Socket accepted)
    {
        await using var stream = new NetworkStream(accepted, ownsSocket: true);
        var request = new StringBuilder();
        var buffer = new byte[1024];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        var key = request.ToString().Split("\r\n").Single(static line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(' ')[1];

        // RFC 6455 fixes the text and the hash.
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n")));
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        await _play(socket);
    }
}
