using System.Buffers;
using System.Text.Json;
using NATS.Client.Core;

namespace Nexus.Reactive.Nats;

/// <summary>Receives the result of each entry on one inbox and passes it on immediately, on the connection's thread.</summary>
internal sealed class AcknowledgementSubscription(NatsConnection connection, string inbox, ILogAppendSink sink)
    : NatsSubBase(connection, connection.SubscriptionManager, inbox, queueGroup: null, opts: null)
{
    private const int NoResponders = 503;

    protected override ValueTask ReceiveInternalAsync(string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        if (headersBuffer is { } headers && NatsHeaderText.GetCode(headers.FirstSpan) == NoResponders)
            sink.Refused("no server currently stores the stream");
        else if (Parse(payloadBuffer, out var sequence) is { } error)
            sink.Refused(error);
        else
            sink.Stored(sequence);
        return ValueTask.CompletedTask;
    }

    protected override void TryComplete()
    {
        // No code waits for the end.
    }

    // {"stream":"…","seq":12,"duplicate":true} or {"error":{"code":400,"err_code":10070,"description":"…"},…}
    private static string? Parse(in ReadOnlySequence<byte> json, out ulong sequence)
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
