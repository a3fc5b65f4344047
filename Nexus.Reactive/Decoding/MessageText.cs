using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Nexus.Reactive;

/// <summary>Writes messages in the exchange's format: decoding the text returns an equal message.</summary>
internal static class MessageText
{
    /// <summary>Returns the message's text, on one line unless the message itself is an unknown or malformed text.</summary>
    /// <remarks>
    /// There are two exceptions, because no text decodes to them: a timestamp between two milliseconds (its fraction is left out), and a malformed message whose
    /// text is well-formed (its reason is put before the text).
    /// </remarks>
    public static string Write(NexusMessage message) => message switch
    {
        Book book => Event("BOOK", book.Symbol, book.Timestamp, text => text.Levels("asks", book.Asks).Levels("bids", book.Bids)),
        Trade trade => Event("TRADE", trade.Symbol, trade.Timestamp, text => text
            .Number("price", trade.Price).Number("quantity", trade.Quantity).Text("side", Word(trade.Side))),
        OrderUpdate update => Event("ORDER_UPDATE", symbol: null, update.Timestamp, text => text
            .Text("symbol", update.Symbol.ToString()).Text("order_type", update.OrderTypeText).Number("order_price", update.OrderPrice)
            .Number("order_quantity", update.OrderQuantity).Number("order_id", update.OrderId).Number("executed_price", update.ExecutedPrice)
            .Number("executed_quantity", update.ExecutedQuantity).Number("aggregated_executed_quantity", update.AggregatedExecutedQuantity)
            .Text("side", Word(update.Side)).Text("status", update.StatusText)),
        Transaction transaction => Event("TRANSACTION", symbol: null, transaction.Timestamp, text => text
            .Number("id", transaction.Id).Text("symbol", transaction.Symbol.ToString()).Number("order_id", transaction.OrderId)
            .Number("executed_price", transaction.ExecutedPrice).Number("executed_quantity", transaction.ExecutedQuantity)
            .Number("fee", transaction.Fee).Text("fee_asset", transaction.FeeAsset).Text("side", Word(transaction.Side))),
        Ping ping => Event("PING", symbol: null, ping.Timestamp, data: null),
        FeedGap gap => Event("FEED_GAP", gap.Symbol, timestamp: null, text => text.Text("reason", gap.Reason)),
        FeedResumed resumed => Event("FEED_RESUMED", resumed.Symbol, timestamp: null, data: null),
        UnknownMessage unknown => unknown.Text,
        MalformedMessage malformed => NexusDecoder.Decode(malformed.Text) is MalformedMessage ? malformed.Text : $"{malformed.Reason}: {malformed.Text}",
        _ => throw new ArgumentException($"A message of type {message.GetType()} has no text.", nameof(message)),
    };

    private static string Word(Side side) => side == Side.Sell ? "SELL" : "BUY";

    private static string Event(string name, Symbol? symbol, DateTimeOffset? timestamp, Action<Fields>? data)
    {
        var message = new Fields().Text("event", name).Text("symbol", symbol?.ToString()).Number("timestamp", timestamp?.ToUnixTimeMilliseconds());
        if (data is not null)
        {
            var fields = new Fields();
            data(fields);
            message.Raw("data", fields.ToString());
        }

        return message.ToString();
    }

    /// <summary>The fields of one JSON object; fields without a value are omitted.</summary>
    private sealed class Fields
    {
        private readonly StringBuilder _json = new("{");

        public Fields Number(string name, decimal? value) => value is { } number ? Raw(name, number.ToString(CultureInfo.InvariantCulture)) : this;

        public Fields Text(string name, string? value)
        {
            if (value is null)
                return this;
            Name(name).Append('"');
            foreach (var c in value)
                AppendCharacter(c);
            _json.Append('"');
            return this;
        }

        public Fields Levels(string name, ImmutableArray<Level> levels)
        {
            Name(name).Append('[');
            foreach (var level in levels)
                _json.Append(CultureInfo.InvariantCulture, $"{(_json[^1] == '[' ? "" : ",")}{{\"price\":{level.Price},\"quantity\":{level.Quantity}}}");
            _json.Append(']');
            return this;
        }

        public Fields Raw(string name, string json)
        {
            Name(name).Append(json);
            return this;
        }

        public override string ToString() => $"{_json}}}";

        private StringBuilder Name(string name) => _json.Append(_json.Length > 1 ? "," : "").Append('"').Append(name).Append("\":");

        // The decoder replaces the escape of an unpaired surrogate, but not the surrogate itself.
        private void AppendCharacter(char c)
        {
            if (c is '"' or '\\')
                _json.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029')
                _json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                _json.Append(c);
        }
    }
}
