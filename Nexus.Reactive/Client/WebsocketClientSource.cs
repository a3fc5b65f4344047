using System.Globalization;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Text;
using Websocket.Client;

namespace Nexus.Reactive;

/// <summary>Pushes the messages and the cuts of a Websocket.Client into a feed, in order.</summary>
/// <remarks>
/// Websocket.Client raises its events on several threads. After a cut the old connection's receive loop may still deliver a message, and the new one's first
/// messages may come before <see cref="IWebsocketClient.ReconnectionHappened"/>, so the events alone do not say which connection a message is from. A receive
/// loop is one asynchronous flow: the first message of each marks its flow, and a mark that was current at a cut is never accepted again.
/// </remarks>
internal sealed class WebsocketClientSource(IWebsocketClient client, Symbol symbol, FeedInput input)
{
    private readonly Lock _gate = new();
    private readonly AsyncLocal<object?> _loop = new();
    private readonly bool _hasReceiveLoops = client is WebsocketClient;
    private readonly SecretFilter _secrets = new(GetKey(client.Url, symbol));
    private object? _current;
    private bool _expectsNewLoop = true;
    private bool _acceptsOldLoop;
    private bool _wasConnected = client.IsRunning;
    private bool _isInGap;

    public CompositeDisposable Subscribe() =>
    [
        client.DisconnectionHappened.Subscribe(new AnonymousObserver<DisconnectionInfo>(OnDisconnected)),
        client.ReconnectionHappened.Subscribe(new AnonymousObserver<ReconnectionInfo>(OnReconnected)),
        client.MessageReceived.Subscribe(new AnonymousObserver<ResponseMessage>(OnReceived, OnEnd, () => OnEnd(null))),
    ];

    private void OnReceived(ResponseMessage received)
    {
        var arrival = DefaultScheduler.Instance.Now;
        var text = Read(received);
        lock (_gate)
        {
            if (_hasReceiveLoops && !IsOfPresentConnection())
                return;
            _wasConnected = true;
            if (_isInGap)
                input.Post(new FeedResumed(symbol), FeedGapJson.CreateResumed(symbol), arrivedAt: null);
            _isInGap = false;
            input.Post(text is null ? new MalformedMessage(string.Empty, "the message has no text") : input.Decode(text), text ?? string.Empty, arrival);
        }

        input.Drain();
        input.WaitForRoom();
    }

    // Under the lock, in the flow of the receive loop or of whoever streams a fake message.
    private bool IsOfPresentConnection()
    {
        if (_loop.Value is { } loop)
            return loop == _current && (!_isInGap || _acceptsOldLoop);
        if (_expectsNewLoop)
            _loop.Value = _current = new object();
        _expectsNewLoop = false;
        return true;
    }

    private void OnDisconnected(DisconnectionInfo info)
    {
        // The next receive loop is started from this flow and must not inherit the mark.
        _loop.Value = null;
        lock (_gate)
        {
            _expectsNewLoop = true;

            // After Stop the old loop is over, and the application may start the client from a flow that has its mark.
            _acceptsOldLoop = !client.IsStarted;
            if (_wasConnected && !_isInGap)
            {
                var reason = _secrets.Clean(Describe(info));
                input.Post(new FeedGap(reason, symbol), FeedGapJson.CreateGap(symbol, reason), arrivedAt: null);
                _isInGap = true;
            }
        }

        input.Drain();
    }

    private void OnReconnected(ReconnectionInfo info)
    {
        lock (_gate)
        {
            _wasConnected = true;
            _acceptsOldLoop |= info.Type == ReconnectionType.Initial;
        }
    }

    private void OnEnd(Exception? error)
    {
        input.PostEnd(error);
        input.Drain();
    }

    private string? Read(ResponseMessage received)
    {
        try
        {
            return received.Text ?? (received.Binary is { } bytes ? (client.MessageEncoding ?? Encoding.UTF8).GetString(bytes) : null);
        }
        catch (Exception)
        {
            // A stream that another subscriber disposed. An exception here would make Websocket.Client abort the connection.
            return null;
        }
    }

    private string Describe(DisconnectionInfo info) => info switch
    {
        { Exception: { } error } => SocketErrorText.Describe(error),
        { Type: DisconnectionType.ByServer } => string.Create(CultureInfo.InvariantCulture, $"closed by the server: {(int?)info.CloseStatus} {info.CloseStatusDescription}"),
        { Type: DisconnectionType.ByUser } => "disconnected by the application",
        { Type: DisconnectionType.NoMessageReceived } => string.Create(CultureInfo.InvariantCulture, $"nothing received for {client.ReconnectTimeout?.TotalSeconds} s"),
        _ => "the connection broke off",
    };

    // The exchange's address ends with the key and the symbol.
    private static string? GetKey(Uri? address, Symbol symbol) =>
        address?.Segments is [.., var key, var last] && Uri.UnescapeDataString(last) == symbol.ToString() ? Uri.UnescapeDataString(key.TrimEnd('/')) : null;
}
