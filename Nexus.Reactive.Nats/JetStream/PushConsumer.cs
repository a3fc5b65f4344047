using System.Security.Cryptography;
using NATS.Client.JetStream.Models;

namespace Nexus.Reactive.Nats;

/// <summary>
/// An ordered push consumer that exists while it is read. It is held in memory, without acknowledgements, with flow control and a heartbeat every second. The
/// reader starts a new consumer at the right position when this one ends.
/// </summary>
internal sealed class PushConsumer : IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    private const int NameLength = 20;

    private readonly JetStreamConnection _connection;
    private readonly PushSubscription _subscription;
    private readonly string _stream;
    private readonly string _name;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly ITimer _watch;
    private ulong _delivered;
    private int _silentLooks;

    private PushConsumer(JetStreamConnection connection, PushSubscription subscription, string stream, string name, long pending, CancellationToken cancellation)
    {
        _connection = connection;
        _subscription = subscription;
        _stream = stream;
        _name = name;
        Pending = pending;
        _cancellation = cancellation.UnsafeRegister(static subscription => ((PushSubscription)subscription!).Complete(), subscription);
        _watch = connection.Time.CreateTimer(CheckSilence, null, Silence / 2, Silence / 2);
    }

    /// <summary>The number of messages that were pending when the consumer was created.</summary>
    public long Pending { get; }

    public static async ValueTask<PushConsumer> OpenAsync(
        JetStreamConnection connection, string stream, string filter, Action<ConsumerConfig> start, CancellationToken cancellation)
    {
        // The name is too long to guess, because a program that knows the name can delete the consumer.
        var name = RandomNumberGenerator.GetHexString(NameLength, lowercase: true);
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

        // Subscribe first, so that messages that the server sends right after it creates the consumer are not lost.
        var subscription = new PushSubscription(connection.Core, config.DeliverSubject);
        await connection.Core.AddSubAsync(subscription, cancellation).ConfigureAwait(false);
        try
        {
            var consumer = await connection.RequestAsync(token => connection.Context.CreateConsumerAsync(stream, config, token), cancellation).ConfigureAwait(false);
            return new PushConsumer(connection, subscription, stream, name, (long)consumer.Info.NumPending, cancellation);
        }
        catch
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Waits for messages and delivers all available ones. Returns false if the consumer ended: <paramref name="deliver"/> returned false, no message arrived
    /// in time, or a message was lost in transit.
    /// </summary>
    public async ValueTask<bool> TryReadAsync(Func<LogEntry, bool> deliver, CancellationToken cancellation)
    {
        if (!await _subscription.Messages.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            return false;
        while (_subscription.Messages.TryRead(out var message))
        {
            if (message.Subject is not { } subject)
            {
                if (!await AnswerAsync(message, cancellation).ConfigureAwait(false))
                    return false;
                continue;
            }

            try
            {
                if (message.Delivered != ++_delivered)
                    return false;
                var id = message.Id ?? throw new NexusBusException(BusError.StreamMismatch, "The stream contains messages that were not written by a gateway.");
                if (!deliver(new LogEntry(message.Sequence, id, subject, message.Payload.AsMemory(0, message.Length), message.Pending)))
                    return false;
            }
            finally
            {
                _subscription.Return(message.Payload);
            }
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync().ConfigureAwait(false);
        await _cancellation.DisposeAsync().ConfigureAwait(false);
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

    // One timer serves all waits. If two checks find neither a message nor a heartbeat, the subscription's queue is completed, which ends the wait.
    private void CheckSilence(object? state)
    {
        _silentLooks = _subscription.TakeSignOfLife() ? 0 : _silentLooks + 1;
        if (_silentLooks == 2)
            _subscription.Complete();
    }

    // Flow control requires a reply. An idle heartbeat contains the number of the last message, so a lost message is detected immediately.
    private async ValueTask<bool> AnswerAsync(PushedMessage control, CancellationToken cancellation)
    {
        if (control.Answer is { } answer)
            await _connection.Core.PublishAsync(answer, cancellationToken: cancellation).ConfigureAwait(false);
        return control.Delivered == ulong.MaxValue || control.Delivered == _delivered;
    }
}
