using System.Net.WebSockets;

namespace Nexus.Reactive;

/// <summary>
/// A websocket that passes each complete message as text to a callback and reports its end. Its user receives only the close. The bytes are in
/// a buffer that the next message reuses, without the copies and objects of the user. The size of a message is limited.
/// </summary>
internal sealed class MessageWebSocket(WebSocket inner, int maxMessageBytes, Action<Utf8Text> received, Action waiting, Action<string> ended)
    : WebSocket
{
    private const int UsualBytes = 16 * 1024;
    private const int MostBytesKept = 1024 * 1024;

    private byte[] _message = new byte[UsualBytes];
    private readonly Utf8Text _text = new();

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // Registered once, not for each message, because the cancellation of a receive aborts a websocket anyway.
        using var abort = cancellationToken.UnsafeRegister(static socket => ((WebSocket)socket!).Abort(), inner);
        try
        {
            return await HandOverAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // After any error, nothing reads this socket.
            ended(SocketErrorText.Describe(error));
            throw;
        }
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
        return new WebSocketReceiveResult(result.Count, result.MessageType, result.EndOfMessage, CloseStatus, CloseStatusDescription);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Abort() => inner.Abort();

    public override void Dispose() => inner.Dispose();

    private async Task<ValueWebSocketReceiveResult> HandOverAsync()
    {
        var length = 0;
        var isBusy = false;
        while (true)
        {
            var receiving = inner.ReceiveAsync(_message.AsMemory(length), CancellationToken.None);
            if (isBusy && !receiving.IsCompleted)
            {
                waiting();
                isBusy = false;
            }

            var part = await receiving.ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                ended($"closed by the server: {(int?)CloseStatus} {CloseStatusDescription}".TrimEnd());
                return part;
            }

            length += part.Count;
            if (length > maxMessageBytes)
                throw TooLarge();
            if (part.EndOfMessage)
            {
                HandOver(length);
                length = 0;
                isBusy = true;
            }
            else if (length == _message.Length)
            {
                Array.Resize(ref _message, Size(2L * length));
            }
        }
    }

    private void HandOver(int length)
    {
        _text.Set(_message.AsMemory(0, length));
        received(_text);

        // Otherwise the buffer of one huge message would be kept forever. Large books among small trades share a buffer.
        if (_message.Length > MostBytesKept && length <= UsualBytes)
            _message = new byte[UsualBytes];
    }

    private WebSocketException TooLarge()
    {
        ended($"a message exceeds the limit of {maxMessageBytes} bytes");
        inner.Abort();
        return new WebSocketException("The message is too large.");
    }

    // One byte more than allowed detects a longer message.
    private int Size(long wanted) => (int)Math.Min(Math.Min(wanted, maxMessageBytes + 1L), Array.MaxLength);
}
