using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Threading.Channels;
using NATS.Client.Core;

namespace Nexus.Reactive.Nats;

/// <summary>
/// Receives the messages of a push consumer. It reads only the header that the bus needs, and copies the payload into a buffer that is
/// reused. While its queue is full, the connection is not read, so flow control slows down the server.
/// </summary>
internal sealed class PushSubscription(NatsConnection connection, string subject)
    : NatsSubBase(connection, connection.SubscriptionManager, subject, queueGroup: null, opts: null)
{
    private const int Capacity = 4096;
    private const int ControlCode = 100;
    private const int SmallestBuffer = 256;
    private const int LargestKeptBuffer = 1 << 16;

    private readonly Channel<PushedMessage> _messages = Channel.CreateBounded<PushedMessage>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    // At most one buffer more than the capacity of the queue.
    private readonly ConcurrentQueue<byte[]> _free = new();
    private int _arrivals;

    public ChannelReader<PushedMessage> Messages => _messages.Reader;

    /// <summary>Returns whether a message arrived since the previous call.</summary>
    public bool TakeSignOfLife() => Interlocked.Exchange(ref _arrivals, 0) > 0;

    /// <summary>Completes the queue; messages in the queue can still be read.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Returns the buffer of a payload to the pool.</summary>
    public void Return(byte[] buffer)
    {
        if (buffer.Length <= LargestKeptBuffer)
            _free.Enqueue(buffer);
    }

    protected override ValueTask ReceiveInternalAsync(string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        Volatile.Write(ref _arrivals, 1);
        var headers = headersBuffer is not { } buffer ? default : buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray();
        if (NatsHeaderText.GetCode(headers) == ControlCode)
        {
            var stalled = NatsHeaderText.Get(headers, "Nats-Consumer-Stalled"u8);
            var control = new PushedMessage
            {
                Answer = !string.IsNullOrEmpty(replyTo) ? replyTo : stalled.Length > 0 ? Encoding.ASCII.GetString(stalled) : null,
                Delivered = NatsHeaderText.GetNumber(headers, "Nats-Last-Consumer"u8, none: ulong.MaxValue),
            };
            return _messages.Writer.WriteAsync(control);
        }

        var (sequence, delivered, pending) = ParseReply(replyTo);
        var message = new PushedMessage
        {
            Subject = subject,
            Sequence = sequence,
            Delivered = delivered,
            Pending = pending,
            Id = EntryId.TryParse(NatsHeaderText.Get(headers, JetStreamLog.IdHeaderUtf8), out var id) ? id : null,
            Payload = Rent((int)payloadBuffer.Length),
            Length = (int)payloadBuffer.Length,
        };
        payloadBuffer.CopyTo(message.Payload);
        return _messages.Writer.WriteAsync(message);
    }

    protected override void TryComplete() => Complete();

    private byte[] Rent(int length) =>
        _free.TryDequeue(out var buffer) && buffer.Length >= length ? buffer : new byte[Math.Max(SmallestBuffer, (int)BitOperations.RoundUpToPowerOf2((uint)length))];

    // $JS.ACK.[domain.account.]stream.consumer.deliveries.stream-sequence.consumer-sequence.time.pending[.token]
    private static (ulong Sequence, ulong Delivered, long Pending) ParseReply(string? reply)
    {
        Span<Range> tokens = stackalloc Range[13];
        var text = reply.AsSpan();
        var count = text.Split(tokens, '.');
        var at = count switch
        {
            9 => 5,
            11 or 12 => 7,
            _ => throw new NexusBusException(BusError.Other, "The server sent a message without its position in the log."),
        };
        return (
            ulong.Parse(text[tokens[at]], NumberStyles.None, CultureInfo.InvariantCulture),
            ulong.Parse(text[tokens[at + 1]], NumberStyles.None, CultureInfo.InvariantCulture),
            long.Parse(text[tokens[at + 3]], NumberStyles.None, CultureInfo.InvariantCulture));
    }
}

/// <summary>A message of a push consumer, or a control message, which has no payload.</summary>
internal readonly struct PushedMessage
{
    /// <summary>The message's subject; null for a control message.</summary>
    public string? Subject { get; init; }

    public ulong Sequence { get; init; }

    /// <summary>The number of this message, or, for a control message, of the last message that was sent; the greatest number if it is not specified.</summary>
    public ulong Delivered { get; init; }

    public long Pending { get; init; }

    /// <summary>The id of the entry; null if no gateway wrote this message.</summary>
    public EntryId? Id { get; init; }

    /// <summary>The buffer that contains the payload and must be returned to the pool.</summary>
    public byte[] Payload { get; init; }

    public int Length { get; init; }

    /// <summary>The subject for the reply to a control message; null if no reply is requested.</summary>
    public string? Answer { get; init; }
}
