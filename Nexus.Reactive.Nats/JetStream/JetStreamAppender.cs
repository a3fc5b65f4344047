using NATS.Client.Core;

namespace Nexus.Reactive.Nats;

/// <summary>Appends to a stream. Entries are sent one after another, and acknowledgements arrive on one inbox in the same order.</summary>
internal sealed class JetStreamAppender : ILogAppender
{
    // Space for the headers, which count toward the server's limit.
    private const int HeaderRoom = 512;

    private readonly JetStreamConnection _connection;
    private readonly AcknowledgementSubscription _acknowledgements;
    private readonly string _inbox;
    private readonly Action<string> _refused;
    private EntryId _lastId;
    private string _lastText = string.Empty;

    private JetStreamAppender(JetStreamConnection connection, AcknowledgementSubscription acknowledgements, string inbox, ILogAppendSink sink)
    {
        _connection = connection;
        _acknowledgements = acknowledgements;
        _inbox = inbox;
        _refused = violation => sink.Denied(connection.CreateDenial(violation));
        connection.Refused += _refused;
        MaxPayload = (connection.Core.ServerInfo?.MaxPayload ?? 1 << 20) - HeaderRoom;
    }

    public int MaxPayload { get; }

    public static async ValueTask<ILogAppender> OpenAsync(JetStreamConnection connection, ILogAppendSink sink, CancellationToken cancellation)
    {
        // Each session has a new inbox, because a reply to an earlier session must not be mistaken for a reply to this one.
        var inbox = connection.Core.NewInbox();
        var acknowledgements = new AcknowledgementSubscription(connection.Core, inbox, sink);
        await connection.Core.AddSubAsync(acknowledgements, cancellation).ConfigureAwait(false);
        return new JetStreamAppender(connection, acknowledgements, inbox, sink);
    }

    public ValueTask SendAsync(OutgoingEntry entry, CancellationToken cancellation)
    {
        // The predecessor is the entry that was sent before.
        var text = entry.Id.ToString();
        var headers = new NatsHeaders(2) { { "Nats-Msg-Id", text } };
        if (entry.ExpectedLastId is { } id)
            headers.Add("Nats-Expected-Last-Msg-Id", id == _lastId ? _lastText : id.ToString());
        (_lastId, _lastText) = (entry.Id, text);
        if (entry.ExpectedLastSequence is { } sequence)
            headers.Add("Nats-Expected-Last-Sequence", sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return _connection.Core.PublishAsync(entry.Entry.Subject, entry.Entry.Payload, headers, _inbox, cancellationToken: cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Refused -= _refused;
        await _acknowledgements.DisposeAsync().ConfigureAwait(false);
    }
}
