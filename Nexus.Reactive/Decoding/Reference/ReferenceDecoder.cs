using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Newtonsoft.Json;

namespace Nexus.Reactive;

/// <summary>The decoder that defines what every text means, on Newtonsoft's reader.</summary>
internal static class ReferenceDecoder
{
    public static NexusMessage Decode(string? text, SymbolCache? symbols)
    {
        if (text is null)
            return new MalformedMessage(string.Empty, "the message is null");
        if (JsonValidator.FindFault(BlankByteOrderMark(text), out var plain) is { } fault)
            return new MalformedMessage(text, "not JSON: " + fault);

        try
        {
            using var reader = new MessageReader(plain);
            var fields = reader.Read(out var root);
            return root == JsonKind.Object
                ? new MessageBuilder(text, symbols).Message(fields)
                : new MalformedMessage(text, $"the message is {Noun(root)}, must be an object");
        }
        catch (JsonReaderException e)
        {
            return new MalformedMessage(text, $"not JSON: {Sentence(e.Message)} {TextPosition.Format(e.LineNumber, e.LinePosition)}");
        }
    }

    // A space keeps every position in the text.
    private static string BlankByteOrderMark(string text) => text is ['\uFEFF', ..] ? $" {text.AsSpan(1)}" : text;

    private static string Noun(JsonKind kind) => kind switch
    {
        JsonKind.Array => "an array",
        JsonKind.Number => "a number",
        JsonKind.String => "a string",
        JsonKind.Null => "null",
        _ => "a boolean",
    };

    // The reader's messages end in a path and a place of their own.
    private static string Sentence(string message)
    {
        var path = message.IndexOf(" Path '", StringComparison.Ordinal);
        return PrintableText.Escape((path < 0 ? message : message[..path]).TrimEnd('.'));
    }

    /// <summary>Makes the message of its fields, or says which is the first that is wrong.</summary>
    private ref struct MessageBuilder(string text, SymbolCache? symbols)
    {
        private string? _fault;

        public NexusMessage Message(RawMessage fields)
        {
            if (fields.Event.Kind != JsonKind.String)
            {
                if (fields.Event.Kind is JsonKind.Missing or JsonKind.Null && fields.Error.Kind is not (JsonKind.Missing or JsonKind.Null))
                    return new UnknownMessage("error", text);
                return new MalformedMessage(text, "event " + FieldValidator.MustBe(fields.Event, "a string"));
            }

            var name = fields.Event.Text;
            ref var data = ref fields.Data;
            if (name is "BOOK" or "TRADE" or "ORDER_UPDATE" or "TRANSACTION" or "FEED_GAP" && fields.DataValue.Kind != JsonKind.Object)
                return new MalformedMessage(text, $"{name}: data {FieldValidator.MustBe(fields.DataValue, "an object")}");

            NexusMessage message = name switch
            {
                "PING" => new Ping(Time(fields.Timestamp)),
                "BOOK" => Book(fields),
                "TRADE" => new Trade(
                    Symbol(fields.Symbol, "symbol"),
                    Time(fields.Timestamp),
                    Price(data.Price, "data.price"),
                    Quantity(data.Quantity, "data.quantity"),
                    Side(data.Side)),
                "ORDER_UPDATE" => OrderUpdate(fields),
                "TRANSACTION" => new Transaction
                {
                    Timestamp = Time(fields.Timestamp),
                    Id = Integer(data.Id, "data.id"),
                    Symbol = Symbol(data.Symbol, "data.symbol"),
                    OrderId = Integer(data.OrderId, "data.order_id"),
                    ExecutedPrice = Price(data.ExecutedPrice, "data.executed_price"),
                    ExecutedQuantity = Quantity(data.ExecutedQuantity, "data.executed_quantity"),
                    Fee = IsThere(data.Fee) ? Number(data.Fee, "data.fee") : null,
                    FeeAsset = IsThere(data.FeeAsset) ? Text(data.FeeAsset, "data.fee_asset") : null,
                    Side = Side(data.Side),
                },
                "FEED_GAP" => new FeedGap(Text(data.Reason, "data.reason"), OptionalSymbol(fields.Symbol)),
                "FEED_RESUMED" => new FeedResumed(OptionalSymbol(fields.Symbol)),
                _ => new UnknownMessage(name.ToString(), text),
            };
            return _fault is null ? message : new MalformedMessage(text, $"{name}: {_fault}");
        }

        private Book Book(RawMessage fields) => Reactive.Book.FromOrdered(
            Symbol(fields.Symbol, "symbol"),
            Time(fields.Timestamp),
            Levels(fields.Data.Asks, BookSide.Ask, "data.asks"),
            Levels(fields.Data.Bids, BookSide.Bid, "data.bids"));

        private OrderUpdate OrderUpdate(RawMessage fields)
        {
            ref var data = ref fields.Data;
            var time = Time(fields.Timestamp);
            var symbol = Symbol(data.Symbol, "data.symbol");
            var id = Integer(data.OrderId, "data.order_id");
            var type = OrderEnums.OrderType(Text(data.OrderType, "data.order_type"), out var typeText);
            var status = OrderEnums.OrderStatus(Text(data.Status, "data.status"), out var statusText);
            return new OrderUpdate
            {
                Timestamp = time,
                Symbol = symbol,
                OrderId = id,
                OrderType = type,
                OrderTypeText = typeText,
                OrderPrice = OptionalPrice(data.OrderPrice, "data.order_price"),
                OrderQuantity = OptionalQuantity(data.OrderQuantity, "data.order_quantity"),
                ExecutedPrice = OptionalPrice(data.ExecutedPrice, "data.executed_price"),
                ExecutedQuantity = OptionalQuantity(data.ExecutedQuantity, "data.executed_quantity") ?? 0,
                AggregatedExecutedQuantity = OptionalQuantity(data.AggregatedExecutedQuantity, "data.aggregated_executed_quantity"),
                Side = Side(data.Side),
                Status = status,
                StatusText = statusText,
            };
        }

        private ImmutableArray<Level> Levels(RawSide field, BookSide side, string name)
        {
            if (field.Value.Kind != JsonKind.Array)
            {
                Check(name, FieldValidator.MustBe(field.Value, "an array"));
                return [];
            }

            if (field.Fault is not null)
            {
                _fault ??= name + field.Fault;
                return [];
            }

            var levels = CollectionsMarshal.AsSpan(field.Levels);
            var kept = LevelOrder.Arrange(levels, side, out var twice);
            if (twice is { } price)
                Check(name, FormattableString.Invariant($"hold the price {price} twice"));
            return [.. levels[..kept]];
        }

        private decimal? OptionalPrice(JsonValue field, string name) =>
            IsThere(field) && Quantity(field, name) is var price && price > 0 ? price : null;

        private decimal? OptionalQuantity(JsonValue field, string name) => IsThere(field) ? Quantity(field, name) : null;

        // A message with a fault is discarded; until then it needs values that it accepts.
        private decimal Price(JsonValue field, string name)
        {
            var fault = FieldValidator.Price(field, out var value);
            return Check(name, fault, fault is null ? value : 1);
        }

        private decimal Quantity(JsonValue field, string name)
        {
            var fault = FieldValidator.Quantity(field, out var value);
            return Check(name, fault, fault is null ? value : 0);
        }

        private decimal Number(JsonValue field, string name) => Check(name, FieldValidator.Number(field, out var value), value);

        private long Integer(JsonValue field, string name) => Check(name, FieldValidator.Integer(field, out var value), value);

        private string Text(JsonValue field, string name) => Check(name, FieldValidator.Text(field, out var value), value);

        private Symbol Symbol(JsonValue field, string name) => Check(name, FieldValidator.Symbol(field, symbols, out var value), value);

        private Symbol? OptionalSymbol(JsonValue field) => IsThere(field) ? Symbol(field, "symbol") : null;

        private DateTimeOffset Time(JsonValue field) => Check("timestamp", FieldValidator.Time(field, out var value), value);

        private Side Side(JsonValue field) => Check("data.side", FieldValidator.Side(field, out var value), value);

        private T Check<T>(string name, string? fault, T value)
        {
            Check(name, fault);
            return value;
        }

        private void Check(string name, string? fault)
        {
            if (fault is not null)
                _fault ??= $"{name} {fault}";
        }

        private static bool IsThere(JsonValue field) => field.Kind is not (JsonKind.Missing or JsonKind.Null);
    }
}
