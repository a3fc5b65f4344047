using System.Net.WebSockets;
using System.Threading.Channels;
using Websocket.Client;

namespace Nexus.Reactive;

/// <summary>
/// A connection that uses Websocket.Client to connect, send and close. Each connection has its own client, so an old connection cannot affect the next. The
/// socket delivers messages and reports the end; see <see cref="MessageWebSocket"/>.
/// </summary>
internal sealed class WebsocketConnection : IConnection
{
    // More messages than this are unsent only if the server does not read.
    private const int MaxUnsent = 64;

    // A peer that does not take part in closing must not delay a stop.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly NexusEndpoint _endpoint;
    private readonly NexusClientOptions _options;
    private readonly WebsocketClient _client;
    private readonly Channel<string> _unsent = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxUnsent) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private IConnectionSink? _sink;
    private Task _running = Task.CompletedTask;
    private Task? _closed;
    private int _hasEnded;
    private MessageWebSocket? _socket;

    public WebsocketConnection(NexusEndpoint endpoint, NexusClientOptions options)
    {
        _endpoint = endpoint;
        _options = options;

        // No logger, because it would log the address with the key. The state machine has the connect timeout; a day means "none".
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

        // Runs on the thread pool, so that a UI thread never reads the socket.
        lock (_gate)
            _running = Task.Run(RunAsync);
    }

    public void Send(string text) => _unsent.Writer.TryWrite(text);

    public ValueTask DisposeAsync()
    {
        lock (_gate)
            return new ValueTask(_closed ??= Task.Run(CloseAsync));
    }

    private async Task RunAsync()
    {
        try
        {
            await _client.StartOrFail().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            End(new DisconnectReason(SocketErrorText.Describe(error)));
            return;
        }

        await Quietly(SendAsync()).ConfigureAwait(false);
    }

    // The receiving side reports a broken connection, because only it has the reason.
    private async Task SendAsync()
    {
        await foreach (var text in _unsent.Reader.ReadAllAsync(_closing.Token).ConfigureAwait(false))
        {
            var sending = _client.SendInstant(text);
            await Quietly(sending.WaitAsync(_options.StaleAfter, _closing.Token)).ConfigureAwait(false);
            if (sending.IsCompleted)
                continue;
            End(new DisconnectReason("the server does not read the messages that the client sends"));
            return;
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
            Configure(socket.Options);
            certificate.Attach(socket.Options);
            socket.Options.CollectHttpResponseDetails = true;

            // An open connection outlives the handler that opened it.
            using var handler = ReadAheadHandler.Take(socket.Options, systemProxy, address.IsLoopback, new AddressRace(_options).ConnectAsync);
            using var invoker = new HttpMessageInvoker(handler);
            await socket.ConnectAsync(address, invoker, either.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            End(certificate.Fault is { } fault ? new DisconnectReason(fault) : SocketErrorText.FromDial(error, socket));
            socket.Dispose();
            throw;
        }

        _socket = new MessageWebSocket(socket, _options.MaxMessageBytes, _sink!.Received, _sink!.Waiting, reason => End(new DisconnectReason(reason)));

        // Called before Websocket.Client gets the socket, and therefore before its first message.
        _sink.Opened();
        _closing.Token.ThrowIfCancellationRequested();
        return _socket;
    }

    private void Configure(ClientWebSocketOptions socket)
    {
        try
        {
            _options.ConfigureSocket?.Invoke(socket);
        }
        catch (Exception error)
        {
            End(new DisconnectReason($"ConfigureSocket threw {error.GetType().Name}: {SocketErrorText.Describe(error)}") { ConfigurationError = error });
            throw;
        }
    }

    private void End(DisconnectReason end)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0 && !_closing.IsCancellationRequested)
            _sink!.Ended(end with { Reason = _endpoint.Clean(end.Reason) });
    }

    private async Task CloseAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await Quietly(_running.WaitAsync(CloseTimeout)).ConfigureAwait(false);
        if (_socket is { State: WebSocketState.Open or WebSocketState.CloseReceived })
        {
            using var timeout = new CancellationTokenSource(CloseTimeout);
            await Quietly(_socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token)).ConfigureAwait(false);
        }

        _client.Dispose();
        _socket?.Dispose();
        _closing.Dispose();
    }

    // The faults of a connection that is being closed are ignored.
    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
