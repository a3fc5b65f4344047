using System.Text.Json;
using NATS.Client.Core;

namespace Nexus.Reactive.Nats;

/// <summary>Appends to a stream: entries go out one after another, acknowledgements come back on one inbox in the same order.</summary>
internal sealed class JetStreamAppender : ILogAppender
{
    // Room for the headers, which count against the server's limit.
    private const int HeaderRoom = 512;

    private readonly JetStreamConnection _connection;
    private readonly INatsSub<NatsMemoryOwner<byte>> _acknowledgements;
    private readonly string _inbox;
    private readonly Task _reading;
    private readonly Action<string> _refused;

    private JetStreamAppender(JetStreamConnection connection, INatsSub<NatsMemoryOwner<byte>> acknowledgements, string inbox, ILogAppendSink sink)
    {
        _connection = connection;
        _acknowledgements = acknowledgements;
        _inbox = inbox;
        _refused = violation => sink.Denied(connection.CreateDenial(violation));
        connection.Refused += _refused;
        MaxPayload = (connection.Core.ServerInfo?.MaxPayload ?? 1 << 20) - HeaderRoom;
        _reading = ReadAcknowledgementsAsync(sink);
    }

    public int MaxPayload { get; }

    public static async ValueTask<ILogAppender> OpenAsync(JetStreamConnection connection, ILogAppendSink sink, CancellationToken cancellation)
    {
        // A new inbox each time: an answer to what an earlier session sent must not be taken for an answer to this one.
        var inbox = connection.Core.NewInbox();
        var options = new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { FullMode = System.Threading.Channels.BoundedChannelFullMode.Wait } };
        var acknowledgements = await connection.Core.SubscribeCoreAsync<NatsMemoryOwner<byte>>(inbox, opts: options, cancellationToken: cancellation)
            .ConfigureAwait(false);
        return new JetStreamAppender(connection, acknowledgements, inbox, sink);
    }

    public ValueTask SendAsync(OutgoingEntry entry, CancellationToken cancellation)
    {
        var headers = new NatsHeaders(3) { { "Nats-Msg-Id", entry.Id.ToString() } };
        if (entry.ExpectedLastId is { } id)
            headers.Add("Nats-Expected-Last-Msg-Id", id.ToString());
        if (entry.ExpectedLastSequence is { } sequence)
            headers.Add("Nats-Expected-Last-Sequence", sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return _connection.Core.PublishAsync(entry.Entry.Subject, entry.Entry.Payload, headers, _inbox, cancellationToken: cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Refused -= _refused;
        await _acknowledgements.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAcknowledgementsAsync(ILogAppendSink sink)
    {
        await foreach (var message in _acknowledgements.Msgs.ReadAllAsync().ConfigureAwait(false))
        {
            using var payload = message.Data;
            if (message.Headers is { Code: 503 })
                sink.Refused("no server stores the stream right now");
            else if (Parse(payload.Span, out var sequence) is { } error)
                sink.Refused(error);
            else
                sink.Stored(sequence);
        }
    }

    // {"stream":"…","seq":12,"duplicate":true} or {"error":{"code":400,"err_code":10070,"description":"…"},…}
    private static string? Parse(ReadOnlySpan<byte> json, out ulong sequence)
    {
        sequence = 0;
        string? error = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (reader.CurrentDepth == 1 && reader.ValueTextEquals("seq"u8))
                    sequence = reader.Read() ? reader.GetUInt64() : 0;
                else if (reader.ValueTextEquals("error"u8))
                    error ??= "the server refused an entry";
                else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("description"u8))
                    error = reader.Read() ? reader.GetString() : error;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return "the server's acknowledgement is not valid";
        }

        return error ?? (sequence == 0 ? "the server's acknowledgement has no sequence" : null);
    }
}
