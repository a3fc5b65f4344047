using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Nexus.Reactive.Nats;

/// <summary>A symbol's log on a NATS server: one JetStream stream.</summary>
internal sealed class JetStreamLog(JetStreamConnection connection, BusSubjects subjects) : ILog
{
    private const string IdHeader = "Nats-Msg-Id";
    private const string SequenceHeader = "Nats-Sequence";

    public static ReadOnlySpan<byte> IdHeaderUtf8 => "Nats-Msg-Id"u8;

    public async ValueTask<LogTail> ReadTailAsync(CancellationToken cancellation)
    {
        var stream = await GetStreamAsync(cancellation).ConfigureAwait(false);
        var state = stream.Info.State;
        if (state.Messages == 0)
            return new LogTail(state.LastSeq, null);
        var last = await connection.RequestAsync(
            token => stream.GetDirectAsync<byte[]>(new StreamMsgGetRequest { Seq = state.LastSeq }, cancellationToken: token), cancellation).ConfigureAwait(false);
        return new LogTail(state.LastSeq, GetId(last.Headers));
    }

    public async ValueTask<ILogAppender> OpenAsync(ILogAppendSink sink, CancellationToken cancellation) =>
        await JetStreamAppender.OpenAsync(connection, sink, cancellation).ConfigureAwait(false);

    public async ValueTask ReadAsync(ulong firstSequence, BusScope scope, Func<LogEntry, bool> deliver, CancellationToken cancellation)
    {
        var consumer = await PushConsumer.OpenAsync(
            connection, subjects.Stream, subjects.Filter(scope), ByStartSequence(firstSequence), cancellation).ConfigureAwait(false);
        await using var open = consumer.ConfigureAwait(false);
        while (await consumer.TryReadAsync(deliver, cancellation).ConfigureAwait(false))
        {
        }
    }

    public ValueTask<LogPlace?> FindAsync(ulong sequence, BusScope scope, CancellationToken cancellation) =>
        FindAsync(scope, ByStartSequence(sequence), cancellation);

    public async ValueTask<LogRange> ReadRangeAsync(CancellationToken cancellation)
    {
        var stream = await GetStreamAsync(cancellation).ConfigureAwait(false);
        var state = stream.Info.State;

        // This form contains the subject in the subject of the request, so that a permission can be granted for it.
        var book = await connection.RequestAsync(
            token => connection.Core.RequestAsync<byte[]?, byte[]>($"$JS.API.DIRECT.GET.{subjects.Stream}.{subjects.Book}", null, cancellationToken: token),
            cancellation).ConfigureAwait(false);
        var lastBook = book.Headers is { Code: 404 } || book.Headers is null || !book.Headers.TryGetLastValue(SequenceHeader, out var sequence)
            ? 0
            : ulong.Parse(sequence!, NumberStyles.None, CultureInfo.InvariantCulture);
        return new LogRange(state.FirstSeq, state.LastSeq, lastBook);
    }

    public async ValueTask<ulong> FindAsync(DateTimeOffset time, CancellationToken cancellation)
    {
        var place = await FindAsync(BusScope.Public, config => (config.DeliverPolicy, config.OptStartTime) = (ConsumerConfigDeliverPolicy.ByStartTime, time), cancellation)
            .ConfigureAwait(false);
        return place?.Sequence ?? (await GetStreamAsync(cancellation).ConfigureAwait(false)).Info.State.LastSeq + 1;
    }

    internal static EntryId GetId(NatsHeaders? headers) =>
        headers is not null && headers.TryGetLastValue(IdHeader, out var text) && EntryId.TryParse(text, out var id)
            ? id
            : throw new NexusBusException(BusError.StreamMismatch, "The stream contains messages that were not written by a gateway.");

    private static Action<ConsumerConfig> ByStartSequence(ulong sequence) =>
        config => (config.DeliverPolicy, config.OptStartSeq) = (ConsumerConfigDeliverPolicy.ByStartSequence, Math.Max(1, sequence));

    private async ValueTask<LogPlace?> FindAsync(BusScope scope, Action<ConsumerConfig> start, CancellationToken cancellation)
    {
        var consumer = await PushConsumer.OpenAsync(connection, subjects.Stream, subjects.Filter(scope), start, cancellation).ConfigureAwait(false);
        await using var open = consumer.ConfigureAwait(false);
        LogPlace? place = null;
        if (consumer.Pending > 0)
        {
            await consumer.TryReadAsync(
                entry =>
                {
                    place = new LogPlace(entry.Sequence, entry.Id);
                    return false;
                },
                cancellation).ConfigureAwait(false);
        }

        return place;
    }

    private async ValueTask<INatsJSStream> GetStreamAsync(CancellationToken cancellation)
    {
        try
        {
            return await connection.RequestAsync(token => connection.Context.GetStreamAsync(subjects.Stream, cancellationToken: token), cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (BusErrors.IsStreamNotFound(e))
        {
            throw new NexusBusException(BusError.UnknownSymbol, $"{connection.Server}: no gateway has published {subjects.Symbol} in environment {connection.Environment}.", e);
        }
    }
}
