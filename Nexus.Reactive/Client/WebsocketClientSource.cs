using System.Globalization;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Text;
using Websocket.Client;

namespace Nexus.Reactive;

/// <summary>Pushes the messages and the cuts of a Websocket.Client into a feed, in order.</summary>
internal sealed class WebsocketClientSource(IWebsocketClient client, Symbol symbol, FeedInput input)
{
    private const string BrokeOff = "the connection was lost";

    private readonly Lock _gate = new();
    private readonly ReceiveLoopTracker _loops = new(client);
    private readonly Uri? _firstAddress = client.Url;
    private bool _wasConnected = client.IsRunning;
    private bool _isInGap;

    public CompositeDisposable Subscribe()
    {
        var subscriptions = new CompositeDisposable();
        try
        {
            subscriptions.Add(client.DisconnectionHappened.Subscribe(new AnonymousObserver<DisconnectionInfo>(OnDisconnected)));
            subscriptions.Add(client.ReconnectionHappened.Subscribe(new AnonymousObserver<ReconnectionInfo>(_ => OnConnected())));
            subscriptions.Add(client.MessageReceived.Subscribe(new AnonymousObserver<ResponseMessage>(OnReceived, OnEnd, () => OnEnd(null))));
        }
        catch
        {
            subscriptions.Dispose();
            throw;
        }

        return subscriptions;
    }

    private void OnReceived(ResponseMessage received)
    {
        var arrival = DefaultScheduler.Instance.Now;
        var text = Read(received);
        lock (_gate)
        {
            var origin = _loops.Identify();
            if (origin == MessageOrigin.Past)
                return;
            if (origin == MessageOrigin.UnreportedConnection)
                BeginGap(BrokeOff);
            if (origin != MessageOrigin.Application)
                EndGap();
            input.Post(text is null ? new MalformedMessage(string.Empty, "the message has no text") : input.Decode(text), text ?? string.Empty, arrival);
        }

        input.Drain();
        input.WaitForRoom();
    }

    private void OnDisconnected(DisconnectionInfo info)
    {
        lock (_gate)
        {
            if (_loops.OnDisconnected(info))
                BeginGap(Clean(Describe(info)));
        }

        input.Drain();
    }

    private void OnConnected()
    {
        lock (_gate)
        {
            if (_loops.OnConnected())
                BeginGap(BrokeOff);
            _wasConnected = true;
        }

        input.Drain();
    }

    private void BeginGap(string reason)
    {
        if (!_wasConnected || _isInGap)
            return;
        input.Post(new FeedGap(reason, symbol), FeedGapJson.CreateGap(symbol, reason), arrivedAt: null);
        _isInGap = true;
    }

    private void EndGap()
    {
        _wasConnected = true;
        if (_isInGap)
            input.Post(new FeedResumed(symbol), FeedGapJson.CreateResumed(symbol), arrivedAt: null);
        _isInGap = false;
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
            // Another subscriber disposed the stream. An exception here would make Websocket.Client abort the connection.
            return null;
        }
    }

    private string Describe(DisconnectionInfo info) => info switch
    {
        { Exception: { } error } => SocketErrorText.Describe(error),
        { Type: DisconnectionType.ByServer } => CloseText(info),
        { Type: DisconnectionType.ByUser } => "disconnected by the application",
        { Type: DisconnectionType.NoMessageReceived } => string.Create(CultureInfo.InvariantCulture, $"no message received for {client.ReconnectTimeout?.TotalSeconds} s"),
        _ => BrokeOff,
    };

    private static string CloseText(DisconnectionInfo info)
    {
        var parts = new[] { ((int?)info.CloseStatus)?.ToString(CultureInfo.InvariantCulture), info.CloseStatusDescription };
        return string.Join(' ', parts.Where(static part => !string.IsNullOrEmpty(part)).Prepend("closed by the server:")).TrimEnd(':');
    }

    // The application may set another address for the next connection.
    private string Clean(string text) => new SecretFilter(AddressSecrets.Find(_firstAddress, symbol).Concat(AddressSecrets.Find(client.Url, symbol))).Clean(text);
}
