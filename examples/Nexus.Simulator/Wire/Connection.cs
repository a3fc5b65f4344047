using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Nexus.Simulator.Wire;

/// <summary>One client's websocket with a bounded queue, so that a slow reader does not delay others.</summary>
public sealed class Connection
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly HttpContext _context;
    private readonly WebSocket _socket;
    private readonly bool _keepLog;
    private readonly Channel<ReadOnlyMemory<byte>> _queue;
    private readonly CancellationTokenSource _ended;
    private (WebSocketCloseStatus Status, string Reason) _farewell = (WebSocketCloseStatus.NormalClosure, "bye");
    private readonly Lock _gate = new();
    private volatile bool _isHurried;
    private bool _isOver;

    internal Connection(HttpContext context, WebSocket socket, ConnectionLog log, SimulatorOptions options)
    {
        _context = context;
        _socket = socket;
        _keepLog = options.KeepLog;
        _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(options.QueueLimit) { SingleReader = true });
        _ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Log = log;
    }

    public ConnectionLog Log { get; }

    /// <summary>The number of messages started on this connection.</summary>
    public int Written { get; private set; }

    /// <summary>Drops the connection without a close frame.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            if (!_isOver)
                _context.Abort();
        }
    }

    /// <summary>Sends a close frame, after the queued messages unless they are dropped.</summary>
    public void Close(WebSocketCloseStatus status, string reason, bool dropQueue = false)
    {
        if (!_queue.Writer.TryComplete())
            return;
        _farewell = (status, reason);
        _isHurried = dropQueue;

        // A client that does not read even the current message is dropped.
        _ended.CancelAfter(CloseTimeout);
    }

    /// <summary>Sends a whole message and logs it.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Note(message);
        return WriteFrameAsync(message, isLast: true, cancellationToken);
    }

    /// <summary>Logs a message whose frames follow.</summary>
    public void Note(ReadOnlyMemory<byte> message)
    {
        Written++;
        if (_keepLog)
            Log.AddSent(Encoding.UTF8.GetString(message.Span));
    }

    /// <summary>Sends a part of a message.</summary>
    public ValueTask WriteFrameAsync(ReadOnlyMemory<byte> part, bool isLast, CancellationToken cancellationToken) =>
        _socket.SendAsync(part, WebSocketMessageType.Text, isLast, cancellationToken);

    /// <summary>Waits for the next queued message; returns null if there are no more.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> TakeNextAsync(CancellationToken cancellationToken) =>
        await _queue.Reader.WaitToReadAsync(cancellationToken) && _queue.Reader.TryRead(out var next) ? next : null;

    /// <summary>Marks the request as finished; its context must not be used afterwards.</summary>
    internal void End()
    {
        lock (_gate)
            _isOver = true;
    }

    internal void Enqueue(ReadOnlyMemory<byte> message)
    {
        if (!_queue.Writer.TryWrite(message))
            Close(WebSocketCloseStatus.PolicyViolation, "too slow", dropQueue: true);
    }

    /// <summary>Sends and receives until either side closes.</summary>
    internal async Task RunAsync(Func<WireBehaviour> behaviour, Action<string> received)
    {
        var receiving = ReceiveAsync(received);
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(_ended.Token))
            {
                if (_isHurried)
                    break;
                await behaviour().SendAsync(this, message, _ended.Token);
            }

            await _socket.CloseOutputAsync(_farewell.Status, _farewell.Reason, _ended.Token);
            await receiving.WaitAsync(_ended.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            _context.Abort();
        }

        await receiving;
    }

    private async Task ReceiveAsync(Action<string> received)
    {
        var buffer = new byte[4096];
        var text = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), _context.RequestAborted);
                if (part.MessageType == WebSocketMessageType.Close)
                    break;
                text.Write(buffer.AsSpan(0, part.Count));
                if (!part.EndOfMessage)
                    continue;
                var message = Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
                text.SetLength(0);
                if (_keepLog)
                    Log.AddReceived(message);
                received(message);
            }

            // The client closes the connection: reply, even if messages are still queued.
            if (_socket.State == WebSocketState.CloseReceived)
                Close(WebSocketCloseStatus.NormalClosure, "bye", dropQueue: true);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            await _ended.CancelAsync();
        }
    }
}
