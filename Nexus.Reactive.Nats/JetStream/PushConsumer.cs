using System.Security.Cryptography;
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

    /// <summary>How many messages waited when it was made.</summary>
    public long Pending { get; }

    public static async ValueTask<PushConsumer> OpenAsync(
        JetStreamConnection connection, string stream, string filter, Action<ConsumerConfig> start, CancellationToken cancellation)
    {
        // Too long to guess, because a program that knows the name can delete the consumer.
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

        // Subscribed first: what the server sends right after it made the consumer must not be lost.
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

    /// <summary>Waits for messages and delivers all that are there. False: it ended, by <paramref name="deliver"/>, by silence, or because a message was lost on the way.</summary>
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
                var id = message.Id ?? throw new NexusBusException(BusError.StreamMismatch, "The stream holds messages that no gateway wrote.");
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

    // One timer for all waits. Two looks without a message or a heartbeat end the subscription's queue, which ends the wait.
    private void CheckSilence(object? state)
    {
        _silentLooks = _subscription.TakeSignOfLife() ? 0 : _silentLooks + 1;
        if (_silentLooks == 2)
            _subscription.Complete();
    }

    // Flow control asks for an answer; an idle heartbeat tells the last message sent, so that a lost one shows at once.
    private async ValueTask<bool> AnswerAsync(PushedMessage control, CancellationToken cancellation)
    {
        if (control.Answer is { } answer)
            await _connection.Core.PublishAsync(answer, cancellationToken: cancellation).ConfigureAwait(false);
        return control.Delivered == ulong.MaxValue || control.Delivered == _delivered;
    }
}
