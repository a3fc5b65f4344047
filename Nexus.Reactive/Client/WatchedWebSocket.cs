using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>A websocket that tells when it ends, whatever its user notices of that, and that takes no message above a size.</summary>
internal sealed class WatchedWebSocket(WebSocket inner, int maxMessageBytes, Action<string> ended) : WebSocket
{
    private long _messageBytes;

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // In a busy stream most frames are there already.
        var receiving = inner.ReceiveAsync(buffer, cancellationToken);
        if (!receiving.IsCompletedSuccessfully)
            return ReceiveAsync(receiving);
        var result = receiving.Result;
        Inspect(result.MessageType, result.Count, result.EndOfMessage);
        return new ValueTask<ValueWebSocketReceiveResult>(result);
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(ValueTask<ValueWebSocketReceiveResult> receiving)
    {
        ValueWebSocketReceiveResult result;
        try
        {
            result = await receiving;
        }
        catch (Exception error)
        {
            ended(ConnectFault.Describe(error));
            throw;
        }

        Inspect(result.MessageType, result.Count, result.EndOfMessage);
        return result;
    }

    private void Inspect(WebSocketMessageType type, int count, bool isEnd)
    {
        if (type == WebSocketMessageType.Close)
        {
            ended($"closed by the server: {(int?)CloseStatus} {CloseStatusDescription}".TrimEnd());
            return;
        }

        _messageBytes += count;
        if (_messageBytes > maxMessageBytes)
        {
            ended($"a message is larger than the {maxMessageBytes} bytes allowed");
            inner.Abort();
            throw new WebSocketException("The message is too large.");
        }

        if (isEnd)
            _messageBytes = 0;
    }
}
