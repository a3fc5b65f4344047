using System.Net.WebSockets;
using Websocket.Client;
using Websocket.Client.Exceptions;

namespace Nexus.Reactive;

/// <summary>Determines the connection of a Websocket.Client to which a message or event belongs. All members are called under one lock.</summary>
/// <remarks>
/// <para>
/// Websocket.Client reads each connection in a separate loop and does not identify the loop of an event. After a cut, the old loop may still deliver, and
/// the new loop may deliver before <see cref="IWebsocketClient.ReconnectionHappened"/>. A loop is one asynchronous flow. At each cut, the flow that reports
/// it is marked, and a loop that this flow starts inherits the mark. A loop that another flow starts is marked at its first message.
/// </para>
/// <para>
/// A Reconnect of the application at the moment when the server closes the connection reports no cut. It is recognized by the client's socket, unless a
/// connection factory supplies sockets that are not a <see cref="System.Net.WebSockets.ClientWebSocket"/>.
/// </para>
/// </remarks>
internal sealed class ReceiveLoopTracker(IWebsocketClient client)
{
    private readonly AsyncLocal<object?> _loop = new();

    // Only the client of the package has loops. Any other client is assumed to deliver its messages in order.
    private readonly bool _hasLoops = client is WebsocketClient;
    private bool _hasNativeSockets = true;
    private object? _current;
    private object? _socket;
    private object? _cutSocket;
    private DisconnectionInfo? _cut;
    private bool _awaitsFirst = true;
    private bool _acceptsAnyLoop = true;
    private bool _hasUnmarkedPastLoop;

    /// <summary>Classifies the message that is being delivered. Called in the flow of its loop.</summary>
    public MessageOrigin Identify()
    {
        if (!_hasLoops)
            return MessageOrigin.Present;
        if (_loop.Value is { } mark && mark == _current)
        {
            if (_awaitsFirst)
                Accept(GetSocket());
            return MessageOrigin.Present;
        }

        return IdentifyOther(GetSocket());
    }

    /// <summary>Records a disconnection and returns whether it cuts the current connection. Called in the flow that reports it.</summary>
    public bool OnDisconnected(DisconnectionInfo info)
    {
        var reporter = _loop.Value;
        var mark = _loop.Value = new object();
        if (_hasLoops && (IsOfPastLoop(info, reporter) || IsStillOpen(info)))
            return false;

        // A loop that ends by itself reports it. Only these cuts are reported elsewhere.
        _hasUnmarkedPastLoop |= _awaitsFirst && AcceptsAnyLoop && client.IsStarted
            && info.Type is (DisconnectionType.ByUser or DisconnectionType.NoMessageReceived);
        var endsLoop = info.Type == DisconnectionType.ByServer || !client.IsStarted || !client.IsReconnectionEnabled;
        _acceptsAnyLoop = endsLoop || (info.Type == DisconnectionType.Error && AcceptsAnyLoop);
        _cut = info;
        _cutSocket = GetSocket();
        _current = mark;
        _awaitsFirst = true;
        return true;
    }

    /// <summary>Records an open connection and returns whether it replaces one whose cut was not reported.</summary>
    public bool OnConnected()
    {
        if (!_hasLoops || _awaitsFirst || GetSocket() is not { } socket || socket == _socket)
            return false;
        _cutSocket = _socket;
        _current = new object();
        _cut = null;
        _awaitsFirst = _acceptsAnyLoop = true;
        return true;
    }

    // True after a cut at which the old loop ended, or after which the application starts the client itself.
    private bool AcceptsAnyLoop => _acceptsAnyLoop || _cut is { CancelReconnection: true };

    private MessageOrigin IdentifyOther(object? socket)
    {
        if (_awaitsFirst)
        {
            if (!AcceptsAnyLoop || !client.IsStarted || (socket is not null && socket == _cutSocket))
                return IdentifyUnexpected();
            Adopt(socket);
            return MessageOrigin.Present;
        }

        if (socket is not null && socket != _socket)
        {
            Adopt(socket);
            _cut = null;
            _acceptsAnyLoop = true;
            return MessageOrigin.UnreportedConnection;
        }

        return _loop.Value is not null && AcceptsAnyLoop ? MessageOrigin.Present : IdentifyUnexpected();
    }

    // All past loops are marked, except a loop that was cut before its first message.
    private MessageOrigin IdentifyUnexpected()
    {
        if (_loop.Value is not null)
            return MessageOrigin.Past;
        if (!_hasUnmarkedPastLoop)
            return MessageOrigin.Application;
        _hasUnmarkedPastLoop = false;
        _loop.Value = new object();
        return MessageOrigin.Past;
    }

    private void Adopt(object? socket)
    {
        _loop.Value = _current = new object();
        Accept(socket);
    }

    private void Accept(object? socket)
    {
        _awaitsFirst = false;
        _socket = socket;
    }

    // The old loop may report the server's close after the application has opened another connection.
    private bool IsOfPastLoop(DisconnectionInfo info, object? reporter) =>
        info.Type == DisconnectionType.ByServer && reporter != _current && (!AcceptsAnyLoop || (!_awaitsFirst && reporter is not null));

    // A subscriber of ReconnectionHappened threw: the client connects again later and continues to read until then.
    private bool IsStillOpen(DisconnectionInfo info) => info.Type == DisconnectionType.Error && client.IsRunning;

    private ClientWebSocket? GetSocket()
    {
        if (!_hasNativeSockets)
            return null;
        try
        {
            return client.NativeClient;
        }
        catch (WebsocketException)
        {
            _hasNativeSockets = false;
            return null;
        }
    }
}
