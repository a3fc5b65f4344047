using System.Net;
using System.Net.Sockets;

namespace Nexus.Reactive.Benchmarks;

/// <summary>A server that sends one message on each connection, cuts the connection on request, and accepts the next one.</summary>
internal sealed class CuttingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim _cuts = new(0);
    private readonly byte[] _first;
    private volatile bool _isOver;

    /// <param name="first">The frame of the message.</param>
    public CuttingServer(byte[] first)
    {
        _first = first;
        _listener.Start();
        new Thread(Serve) { IsBackground = true, Name = nameof(CuttingServer) }.Start();
    }

    /// <summary>The address on which the server listens.</summary>
    public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/ws");

    /// <summary>Cuts the current connection.</summary>
    public void Cut() => _cuts.Release();

    public void Dispose()
    {
        _isOver = true;
        _cuts.Release();
        _listener.Dispose();
    }

    private void Serve()
    {
        try
        {
            while (!_isOver)
            {
                using var socket = _listener.AcceptSocket();
                socket.NoDelay = true;
                LoopbackServer.Upgrade(socket);
                LoopbackServer.Send(socket, _first);
                _cuts.Wait();
            }
        }
        catch (SocketException) when (_isOver)
        {
            // The listener is closed.
        }
        finally
        {
            _cuts.Dispose();
        }
    }
}
