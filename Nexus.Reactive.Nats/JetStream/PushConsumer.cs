using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace Nexus.Reactive.Nats;

/// <summary>
/// An ordered push consumer that lives as long as its reading: no acknowledgements, in memory, flow control, and a heartbeat each second. The reader starts
/// another one at the right place when this one ends.
/// </summary>
internal sealed class PushConsumer : IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    private readonly JetStreamConnection _connection;
    private readonly INatsSub<NatsMemoryOwner<byte>> _subscription;
    private readonly string _stream;
    private readonly string _name;
    private ulong _delivered;

    private PushConsumer(JetStreamConnection connection, INatsSub<NatsMemoryOwner<byte>> subscription, string stream, string name, long pending)
    {
        _connection = connection;
        _subscription = subscription;
        _stream = stream;
        _name = name;
        Pending = pending;
    }

    /// <summary>How many messages waited when it was made.</summary>
    public long Pending { get; }

    public static async ValueTask<PushConsumer> OpenAsync(
        JetStreamConnection connection, string stream, string filter, Action<ConsumerConfig> start, CancellationToken cancellation)
    {
        var name = Guid.NewGuid().ToString("N");
        var config = new ConsumerConfig(name)
        {
            DeliverSubject = $"{connection.PushPrefix}.{name}",
            FilterSubject = filter,
            AckPolicy = ConsumerConfigAckPolicy.None,
            MemStorage = true,
            NumReplicas = 1,
            FlowControl = true,
            IdleHeartbeat = Heartbeat,
            MaxDeliver = 1,
            InactiveThreshold = 5 * Silence,
        };
        start(config);

        // Subscribed first: what the server sends right after it made the consumer must not be lost. A full channel slows the server down by flow control.
        var options = new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { FullMode = System.Threading.Channels.BoundedChannelFullMode.Wait, Capacity = 4096 } };
        var subscription = await connection.Core.SubscribeCoreAsync<NatsMemoryOwner<byte>>(config.DeliverSubject, opts: options, cancellationToken: cancellation)
            .ConfigureAwait(false);
        try
        {
            var consumer = await connection.RequestAsync(token => connection.Context.CreateConsumerAsync(stream, config, token), cancellation).ConfigureAwait(false);
            return new PushConsumer(connection, subscription, stream, name, (long)consumer.Info.NumPending);
        }
        catch
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for messages and delivers all that are there. False: it ended, by <paramref name="deliver"/>, by silence, or because a message was lost on the way.</summary>
    public async ValueTask<bool> TryReadAsync(Func<LogEntry, bool> deliver, CancellationToken cancellation)
    {
        if (!await WaitAsync(cancellation).ConfigureAwait(false))
            return false;
        while (_subscription.Msgs.TryRead(out var message))
        {
            using var payload = message.Data;
            if (message.Headers is { Code: 100 })
            {
                if (!await AnswerAsync(message, cancellation).ConfigureAwait(false))
                    return false;
                continue;
            }

            var (sequence, delivered, pending) = ParseReply(message.ReplyTo);
            if (delivered != ++_delivered)
                return false;
            if (!deliver(new LogEntry(sequence, JetStreamLog.GetId(message.Headers), message.Subject, payload.Memory, pending)))
                return false;
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _subscription.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _connection.Context.DeleteConsumerAsync(_stream, _name).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The server removes a consumer that has no subscriber.
        }
    }

    private async ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        if (_subscription.Msgs.TryPeek(out _))
            return true;
        var waiting = _subscription.Msgs.WaitToReadAsync(cancellation);
        if (waiting.IsCompletedSuccessfully)
            return waiting.Result;
        try
        {
            return await waiting.AsTask().WaitAsync(Silence, _connection.Time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // Flow control asks for an answer; an idle heartbeat tells the last message sent, so that a lost one shows at once.
    private async ValueTask<bool> AnswerAsync(NatsMsg<NatsMemoryOwner<byte>> message, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(message.ReplyTo))
            await _connection.Core.PublishAsync(message.ReplyTo, cancellationToken: cancellation).ConfigureAwait(false);
        if (message.Headers!.TryGetLastValue("Nats-Consumer-Stalled", out var stalled) && !string.IsNullOrEmpty(stalled))
            await _connection.Core.PublishAsync(stalled, cancellationToken: cancellation).ConfigureAwait(false);
        return !message.Headers.TryGetLastValue("Nats-Last-Consumer", out var last)
            || !ulong.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var sent)
            || sent == _delivered;
    }

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
            _ => throw new NexusBusException(BusError.Other, "The server sent a message without its place in the log."),
        };
        return (
            ulong.Parse(text[tokens[at]], NumberStyles.None, CultureInfo.InvariantCulture),
            ulong.Parse(text[tokens[at + 1]], NumberStyles.None, CultureInfo.InvariantCulture),
            long.Parse(text[tokens[at + 3]], NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
