using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Decode of each kind from a string, as it comes and with its names in any order and white space between them.</summary>
internal sealed class DecodeContests : IContests
{
    private const int Count = 2000;

    public int Order => 1;

    public IEnumerable<Contest> All()
    {
        foreach (var shuffle in (bool[])[false, true])
        {
            yield return Of("BOOK, 20 a side", Wire.Books(Count, 20), PeerJson.Default.EnvelopeBookData, PeerJson.Default.RecordEnvelopeBookRecord, shuffle);
            yield return Of("BOOK, 100 a side", Wire.Books(Count, 100), PeerJson.Default.EnvelopeBookData, PeerJson.Default.RecordEnvelopeBookRecord, shuffle);
            yield return Of("TRADE", Wire.Trades(Count), PeerJson.Default.EnvelopeTradeData, PeerJson.Default.RecordEnvelopeTradeRecord, shuffle);
            yield return Of("ORDER_UPDATE", Wire.OrderUpdates(Count), PeerJson.Default.EnvelopeOrderUpdateData, PeerJson.Default.RecordEnvelopeOrderUpdateRecord, shuffle);
            yield return Of("TRANSACTION", Wire.Transactions(Count), PeerJson.Default.EnvelopeTransactionData, PeerJson.Default.RecordEnvelopeTransactionRecord, shuffle);
        }
    }

    private static Contest Of<T, TRecord>(
        string name, string[] messages, JsonTypeInfo<Envelope<T>> json, JsonTypeInfo<RecordEnvelope<TRecord>> recordJson, bool shuffle)
    {
        if (shuffle)
            messages = Wire.Shuffled(messages);
        var decoder = new MessageDecoder();
        var symbols = new SymbolCache();
        var decoded = messages.Select(NexusDecoder.Decode).ToArray();
        if (decoded.OfType<MalformedMessage>().FirstOrDefault() is { } malformed)
            throw new InvalidOperationException(malformed.Reason);
        return new Contest(
            "decode " + name + (shuffle ? ", any order, white space" : ""),
            Count,
            Each("NexusDecoder.Decode", messages, NexusDecoder.Decode),
            Each("… as a NexusFeed does, symbols shared", messages, decoder.Decode),
            Each("JObject.Parse, ToObject", messages, Peers.JObjectThenToObject),
            Each("JsonConvert.DeserializeObject<T>", messages, Peers.Newtonsoft<T>),
            Each("System.Text.Json, source-generated", messages, text => JsonSerializer.Deserialize(text, json)),
            Each("… into immutable records", messages, text => JsonSerializer.Deserialize(text, recordJson)),
            Each("Utf8JsonReader by hand", messages, Peers.Utf8ByHand),
            Each("our reference: JsonTextReader by hand", messages, text => ReferenceDecoder.Decode(text, symbols)),
            Each("floor: allocate and copy", decoded, Peers.Floor));
    }

    private static Candidate Each<TInput, TResult>(string name, TInput[] inputs, Func<TInput, TResult> decode) => new(name, () =>
    {
        var results = 0L;
        foreach (var input in inputs)
            results += decode(input) is null ? 0 : 1;
        return results;
    });
}
