using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Decodes each kind of message from a string, in the exchange's layout and in other layouts.</summary>
internal sealed class DecodeContests : IContests
{
    private const int Count = 2000;

    public int Order => 1;

    public IEnumerable<Contest> All()
    {
        yield return Of("BOOK, 20 a side", Wire.Books(Count, 20), PeerJson.Default.EnvelopeBookData, PeerJson.Default.RecordEnvelopeBookRecord);
        yield return Of("BOOK, 100 a side", Wire.Books(Count, 100), PeerJson.Default.EnvelopeBookData, PeerJson.Default.RecordEnvelopeBookRecord);
        yield return Of("TRADE", Wire.Trades(Count), PeerJson.Default.EnvelopeTradeData, PeerJson.Default.RecordEnvelopeTradeRecord);
        yield return Of("ORDER_UPDATE", Wire.OrderUpdates(Count), PeerJson.Default.EnvelopeOrderUpdateData, PeerJson.Default.RecordEnvelopeOrderUpdateRecord);
        yield return Of("TRANSACTION", Wire.Transactions(Count), PeerJson.Default.EnvelopeTransactionData, PeerJson.Default.RecordEnvelopeTransactionRecord);
        yield return AgainstNative("BOOK", "BOOK, 20 a side", Wire.Books(Count, 20));
        yield return AgainstNative("BOOK", "BOOK, 100 a side", Wire.Books(Count, 100));
        yield return AgainstNative("TRADE", "TRADE", Wire.Trades(Count));
        yield return InOrders("BOOK, 20 a side", Wire.Books(Count, 20), PeerJson.Default.EnvelopeBookData);
        yield return InOrders("TRADE", Wire.Trades(Count), PeerJson.Default.EnvelopeTradeData);
        yield return InOrders("ORDER_UPDATE", Wire.OrderUpdates(Count), PeerJson.Default.EnvelopeOrderUpdateData);
        yield return InOrders("TRANSACTION", Wire.Transactions(Count), PeerJson.Default.EnvelopeTransactionData);
    }

    private static Contest Of<T, TRecord>(string name, string[] messages, JsonTypeInfo<Envelope<T>> json, JsonTypeInfo<RecordEnvelope<TRecord>> recordJson)
    {
        var decoder = new MessageDecoder();
        var symbols = new SymbolCache();
        return new Contest(
            "decode " + name,
            Count,
            Each("NexusDecoder.Decode", messages, NexusDecoder.Decode),
            Each("… as a NexusFeed does, symbols shared", messages, decoder.Decode),
            Each("JObject.Parse, ToObject", messages, Peers.JObjectThenToObject),
            Each("JsonConvert.DeserializeObject<T>", messages, Peers.Newtonsoft<T>),
            Each("System.Text.Json, source-generated", messages, text => JsonSerializer.Deserialize(text, json)),
            Each("… into immutable records", messages, text => JsonSerializer.Deserialize(text, recordJson)),
            Each("Utf8JsonReader by hand", messages, Peers.Utf8ByHand),
            Each("our reference: JsonTextReader by hand", messages, text => ReferenceDecoder.Decode(text, symbols)),
            Each("floor: allocate and copy", Decoded(messages), Peers.Floor));
    }

    /// <summary>Compares with simdjson, and reading UTF-8 with reading characters.</summary>
    private static Contest AgainstNative(string kind, string name, string[] messages)
    {
        var decoder = new MessageDecoder();
        var bytes = messages.Select(Encoding.UTF8.GetBytes).ToArray();
        return new Contest(
            "against simdjson, " + name,
            Count,
            [
                Each("as a NexusFeed does, from strings", messages, decoder.Decode),
                Each("NexusDecoder.Decode, from UTF-8", bytes, static text => NexusDecoder.Decode(text)),
                Each("floor: allocate and copy", Decoded(messages), Peers.Floor),
                .. NativeBaseline.Of(kind, messages),
            ]);
    }

    /// <summary>Measures the same messages with names in other orders and with white space.</summary>
    private static Contest InOrders<T>(string name, string[] messages, JsonTypeInfo<Envelope<T>> json)
    {
        var (other, any) = (Wire.InAnotherLayout(messages), Wire.Shuffled(messages));
        Decoded(other);
        Decoded(any);
        return new Contest(
            "order of names, " + name,
            Count,
            Each("as the exchange prints it", messages, NexusDecoder.Decode),
            Each("names sorted, white space", other, NexusDecoder.Decode),
            Each("names in random order, white space", any, NexusDecoder.Decode),
            Each("names sorted: System.Text.Json, source-generated", other, text => JsonSerializer.Deserialize(text, json)),
            Each("names in random order: System.Text.Json, source-generated", any, text => JsonSerializer.Deserialize(text, json)));
    }

    private static NexusMessage[] Decoded(string[] messages)
    {
        var decoded = messages.Select(NexusDecoder.Decode).ToArray();
        return decoded.OfType<MalformedMessage>().FirstOrDefault() is { } malformed ? throw new InvalidOperationException(malformed.Reason) : decoded;
    }

    private static Candidate Each<TInput, TResult>(string name, TInput[] inputs, Func<TInput, TResult> decode) => new(name, () =>
    {
        var results = 0L;
        foreach (var input in inputs)
            results += decode(input) is null ? 0 : 1;
        return results;
    });
}
