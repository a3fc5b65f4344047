using System.Net;
using System.Net.Sockets;

namespace Nexus.Examples.Tests.Desk.Page.Endurance;

/// <summary>Relays connections of a browser to a server on this machine, and counts the bytes that the server sends.</summary>
internal sealed class CountingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly int _port;
    private long _sent;

    public CountingRelay(Uri server)
    {
        _port = server.Port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The address for the browser.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>The bytes that the server has sent, with all headers.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token));
    }

    private async Task RelayAsync(TcpClient browser)
    {
        using (browser)
        {
            using var server = new TcpClient { NoDelay = true };
            browser.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
            await Task.WhenAny(CopyAsync(browser, server, isCounted: false), CopyAsync(server, browser, isCounted: true));
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isCounted)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is var count and > 0)
            {
                if (isCounted)
                    Interlocked.Add(ref _sent, count);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the ends has closed the connection.
        }
    }
}
