using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Newtonsoft.Json;

namespace Nexus.Reactive;

/// <summary>The decoder that defines what every text means. It uses Newtonsoft's reader.</summary>
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

    // The reader's messages end in a path and a position.
    private static string Sentence(string message)
    {
        var path = message.IndexOf(" Path '", StringComparison.Ordinal);
        return PrintableText.Escape((path < 0 ? message : message[..path]).TrimEnd('.'));
    }

    /// <summary>Builds the message from its fields, or reports the first field that is wrong.</summary>
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
            if (name is "BOOK" or "TRADE" or "ORDER_UPDATE" or "TRANSACTION" or "FEED_GAP" && fields.DataValue.Kind != JsonKind.Object)
                return new MalformedMessage(text, $"{name}: data {FieldValidator.MustBe(fields.DataValue, "an object")}");

            NexusMessage message = name switch
            {
                "PING" => new Ping(Time(fields.Timestamp)),
                "BOOK" => Book(fields),
                "TRADE" => new Trade(
                    Symbol(fields.Symbol),
                    Time(fields.Timestamp),
                    Price(fields, DataField.Price),
                    Quantity(fields, DataField.Quantity),
                    Side(fields, DataField.Side)),
                "ORDER_UPDATE" => OrderUpdate(fields),
                "TRANSACTION" => new Transaction
                {
                    Timestamp = Time(fields.Timestamp),
                    Id = Integer(fields, DataField.Id),
                    Symbol = Symbol(fields, DataField.Symbol),
                    OrderId = Integer(fields, DataField.OrderId),
                    ExecutedPrice = Price(fields, DataField.ExecutedPrice),
                    ExecutedQuantity = Quantity(fields, DataField.ExecutedQuantity),
                    Fee = IsThere(fields[DataField.Fee]) ? Number(fields, DataField.Fee) : null,
                    FeeAsset = IsThere(fields[DataField.FeeAsset]) ? Text(fields, DataField.FeeAsset) : null,
                    Side = Side(fields, DataField.Side),
                },
                "FEED_GAP" => new FeedGap(Text(fields, DataField.Reason), OptionalSymbol(fields.Symbol)),
                "FEED_RESUMED" => new FeedResumed(OptionalSymbol(fields.Symbol)),
                _ => new UnknownMessage(name.ToString(), text),
            };
            return _fault is null ? message : new MalformedMessage(text, $"{name}: {_fault}");
        }

        private Book Book(RawMessage fields) => Reactive.Book.FromOrdered(
            Symbol(fields.Symbol),
            Time(fields.Timestamp),
            Levels(fields.Asks, BookSide.Ask, "data.asks"),
            Levels(fields.Bids, BookSide.Bid, "data.bids"));

        private OrderUpdate OrderUpdate(RawMessage fields)
        {
            var time = Time(fields.Timestamp);
            var symbol = Symbol(fields, DataField.Symbol);
            var id = Integer(fields, DataField.OrderId);
            var type = OrderEnums.OrderType(Text(fields, DataField.OrderType), out var typeText);
            var status = OrderEnums.OrderStatus(Text(fields, DataField.Status), out var statusText);
            return new OrderUpdate
            {
                Timestamp = time,
                Symbol = symbol,
                OrderId = id,
                OrderType = type,
                OrderTypeText = typeText,
                OrderPrice = OptionalPrice(fields, DataField.OrderPrice),
                OrderQuantity = OptionalQuantity(fields, DataField.OrderQuantity),
                ExecutedPrice = OptionalPrice(fields, DataField.ExecutedPrice),
                ExecutedQuantity = OptionalQuantity(fields, DataField.ExecutedQuantity) ?? 0,
                AggregatedExecutedQuantity = OptionalQuantity(fields, DataField.AggregatedExecutedQuantity),
                Side = Side(fields, DataField.Side),
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

        private decimal? OptionalPrice(RawMessage fields, DataField field) =>
            IsThere(fields[field]) && Quantity(fields, field) is var price && price > 0 ? price : null;

        private decimal? OptionalQuantity(RawMessage fields, DataField field) => IsThere(fields[field]) ? Quantity(fields, field) : null;

        // A message with a fault is discarded; until then it needs values that it accepts.
        private decimal Price(RawMessage fields, DataField field)
        {
            var fault = FieldValidator.Price(fields[field], out var value);
            return Check(field, fault, fault is null ? value : 1);
        }

        private decimal Quantity(RawMessage fields, DataField field)
        {
            var fault = FieldValidator.Quantity(fields[field], out var value);
            return Check(field, fault, fault is null ? value : 0);
        }

        private decimal Number(RawMessage fields, DataField field) => Check(field, FieldValidator.Number(fields[field], out var value), value);

        private long Integer(RawMessage fields, DataField field) => Check(field, FieldValidator.Integer(fields[field], out var value), value);

        private string Text(RawMessage fields, DataField field) => Check(field, FieldValidator.Text(fields[field], out var value), value);

        private Side Side(RawMessage fields, DataField field) => Check(field, FieldValidator.Side(fields[field], out var value), value);

        private Symbol Symbol(RawMessage fields, DataField field) => Check(field, FieldValidator.Symbol(fields[field], symbols, out var value), value);

        private Symbol Symbol(JsonValue field) => Check("symbol", FieldValidator.Symbol(field, symbols, out var value), value);

        private Symbol? OptionalSymbol(JsonValue field) => IsThere(field) ? Symbol(field) : null;

        private DateTimeOffset Time(JsonValue field) => Check("timestamp", FieldValidator.Time(field, out var value), value);

        private T Check<T>(DataField field, string? fault, T value)
        {
            if (fault is not null)
                Check("data." + DataFields.GetName(field), fault);
            return value;
        }

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
