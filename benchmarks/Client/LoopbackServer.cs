using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// A server of one connection with negligible cost: it answers the upgrade and, for each round, writes the same prepared bytes as fast as TCP accepts
/// them, on its own thread.
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim _goes = new(0);
    private readonly byte[] _frames;
    private volatile bool _isOver;

    /// <param name="frames">The bytes to write in each round.</param>
    public LoopbackServer(byte[] frames)
    {
        _frames = frames;
        _listener.Start();
        new Thread(Serve) { IsBackground = true, Name = nameof(LoopbackServer) }.Start();
    }

    /// <summary>Returns the messages as consecutive frames.</summary>
    public static byte[] Frames(IEnumerable<string> messages)
    {
        using var frames = new MemoryStream();
        foreach (var message in messages)
        {
            var payload = Encoding.UTF8.GetBytes(message);
            frames.WriteByte(0x81);
            if (payload.Length < 126)
                frames.WriteByte((byte)payload.Length);
            else
                frames.Write([126, (byte)(payload.Length >> 8), (byte)payload.Length]);
            frames.Write(payload);
        }

        return frames.ToArray();
    }

    /// <summary>The address on which the server listens.</summary>
    public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/ws");

    /// <summary>Writes the messages once.</summary>
    public void Go() => _goes.Release();

    public void Dispose()
    {
        _isOver = true;
        _goes.Release();
        _listener.Dispose();
    }

    private void Serve()
    {
        using var socket = _listener.AcceptSocket();
        socket.NoDelay = true;
        Upgrade(socket);
        for (_goes.Wait(); !_isOver; _goes.Wait())
            Send(socket, _frames);
        _goes.Dispose();
    }

    /// <summary>Answers the request of a websocket client and returns the request.</summary>
    public static string Upgrade(Socket socket)
    {
        var request = new byte[8192];
        var length = 0;
        while (!request.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            length += socket.Receive(request, length, request.Length - length, SocketFlags.None);
        var text = Encoding.ASCII.GetString(request, 0, length);
        var key = text.Split("\r\n")
            .First(static line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))
            .Split(':')[1].Trim();

        // RFC 6455 requires this hash; it is not used for security.
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        Send(socket, Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        return text;
    }

    /// <summary>Writes all bytes.</summary>
    public static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];
    }
}
