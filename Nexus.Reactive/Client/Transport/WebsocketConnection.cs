using System.Net.WebSockets;
using Websocket.Client;

namespace Nexus.Reactive;

/// <summary>
/// A connection made with Websocket.Client: one of its clients a connection, so that nothing of an old one can reach the next. Its own
/// reconnecting is off, and neither its events nor its messages are listened to: the socket that it is given hands over the messages and tells of the end.
/// </summary>
internal sealed class WebsocketConnection : IConnection
{
    // For a peer that takes no part in closing.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly NexusEndpoint _endpoint;
    private readonly NexusClientOptions _options;
    private readonly WebsocketClient _client;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private IConnectionSink? _sink;
    private Task _dialling = Task.CompletedTask;
    private Task? _closed;
    private int _hasEnded;
    private MessageWebSocket? _socket;

    public WebsocketConnection(NexusEndpoint endpoint, NexusClientOptions options)
    {
        _endpoint = endpoint;
        _options = options;

        // It gets no logger: it would log the address, and with it the key. It has no way to wait without end; a day is the watchdog's business.
        _client = new WebsocketClient(endpoint.SocketUri, logger: null, ConnectAsync)
        {
            IsReconnectionEnabled = false,
            ReconnectTimeout = null,
            ConnectTimeout = TimeSpan.FromDays(1),
        };
    }

    public void Open(IConnectionSink sink)
    {
        _sink = sink;

        // Off the caller's synchronization context, or the socket would be read on a desktop app's thread.
        lock (_gate)
            _dialling = Task.Run(DialAsync);
    }

    public void Send(string text) => _client.Send(text);

    public ValueTask DisposeAsync()
    {
        lock (_gate)
            return new ValueTask(_closed ??= Task.Run(CloseAsync));
    }

    private async Task DialAsync()
    {
        try
        {
            await _client.StartOrFail();
        }
        catch (Exception error)
        {
            End(new DisconnectReason(SocketErrorText.Describe(error)));
        }
    }

    private async Task<WebSocket> ConnectAsync(Uri address, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        var socket = new ClientWebSocket();
        var systemProxy = socket.Options.Proxy;
        var certificate = new CertificateCheck();
        try
        {
            _options.ConfigureSocket?.Invoke(socket.Options);
            certificate.Attach(socket.Options);
            socket.Options.CollectHttpResponseDetails = true;

            // What is open already does not end with the handler that opened it.
            using var handler = ReadAheadHandler.Take(socket.Options, systemProxy);
            using var invoker = new HttpMessageInvoker(handler);
            await socket.ConnectAsync(address, invoker, either.Token);
        }
        catch (Exception error)
        {
            End(certificate.Fault is { } fault ? new DisconnectReason(fault) : SocketErrorText.FromDial(error, socket.HttpStatusCode));
            socket.Dispose();
            throw;
        }

        _socket = new MessageWebSocket(socket, _options.MaxMessageBytes, _sink!.Received, _sink!.Waiting, reason => End(new DisconnectReason(reason)));

        // Before the socket is handed over, and so before its first message.
        _sink.Opened();
        _closing.Token.ThrowIfCancellationRequested();
        return _socket;
    }

    private void End(DisconnectReason end)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            _sink!.Ended(end with { Reason = _endpoint.WithoutKey(end.Reason) });
    }

    private async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await Quietly(_dialling.WaitAsync(CloseTimeout));
        if (_socket is { State: WebSocketState.Open or WebSocketState.CloseReceived })
        {
            using var timeout = new CancellationTokenSource(CloseTimeout);
            await Quietly(_socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token));
        }

        _client.Dispose();
        _socket?.Dispose();
        _closing.Dispose();
    }

    // What goes wrong with a connection that is given up concerns nobody.
    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
