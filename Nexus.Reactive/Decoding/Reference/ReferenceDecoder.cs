using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Newtonsoft.Json;

namespace Nexus.Reactive;

/// <summary>The decoder that defines the meaning of every text. It uses Newtonsoft's reader.</summary>
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
                : new MalformedMessage(text, $"the message is {Noun(root)} but must be an object");
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

    /// <summary>Builds the message from its fields, or reports the first field with an error.</summary>
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
                    Price(fields, PayloadField.Price),
                    Quantity(fields, PayloadField.Quantity),
                    Side(fields, PayloadField.Side)),
                "ORDER_UPDATE" => OrderUpdate(fields),
                "TRANSACTION" => new Transaction
                {
                    Timestamp = Time(fields.Timestamp),
                    Id = Integer(fields, PayloadField.Id),
                    Symbol = Symbol(fields, PayloadField.Symbol),
                    OrderId = Integer(fields, PayloadField.OrderId),
                    ExecutedPrice = Price(fields, PayloadField.ExecutedPrice),
                    ExecutedQuantity = Quantity(fields, PayloadField.ExecutedQuantity),
                    Fee = IsThere(fields[PayloadField.Fee]) ? Number(fields, PayloadField.Fee) : null,
                    FeeAsset = IsThere(fields[PayloadField.FeeAsset]) ? Text(fields, PayloadField.FeeAsset) : null,
                    Side = Side(fields, PayloadField.Side),
                },
                "FEED_GAP" => new FeedGap(Text(fields, PayloadField.Reason), OptionalSymbol(fields.Symbol)),
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
            var symbol = Symbol(fields, PayloadField.Symbol);
            var id = Integer(fields, PayloadField.OrderId);
            var type = OrderEnums.OrderType(Text(fields, PayloadField.OrderType), out var typeText);
            var status = OrderEnums.OrderStatus(Text(fields, PayloadField.Status), out var statusText);
            return new OrderUpdate
            {
                Timestamp = time,
                Symbol = symbol,
                OrderId = id,
                OrderType = type,
                OrderTypeText = typeText,
                OrderPrice = OptionalPrice(fields, PayloadField.OrderPrice),
                OrderQuantity = OptionalQuantity(fields, PayloadField.OrderQuantity),
                ExecutedPrice = OptionalPrice(fields, PayloadField.ExecutedPrice),
                ExecutedQuantity = OptionalQuantity(fields, PayloadField.ExecutedQuantity) ?? 0,
                AggregatedExecutedQuantity = OptionalQuantity(fields, PayloadField.AggregatedExecutedQuantity),
                Side = Side(fields, PayloadField.Side),
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
                Check(name, FormattableString.Invariant($"contains the price {price} more than once"));
            return [.. levels[..kept]];
        }

        private decimal? OptionalPrice(RawMessage fields, PayloadField field) =>
            IsThere(fields[field]) && Quantity(fields, field) is var price && price > 0 ? price : null;

        private decimal? OptionalQuantity(RawMessage fields, PayloadField field) => IsThere(fields[field]) ? Quantity(fields, field) : null;

        // A message with an error is discarded later. Until then, it needs valid values.
        private decimal Price(RawMessage fields, PayloadField field)
        {
            var fault = FieldValidator.Price(fields[field], out var value);
            return Check(field, fault, fault is null ? value : 1);
        }

        private decimal Quantity(RawMessage fields, PayloadField field)
        {
            var fault = FieldValidator.Quantity(fields[field], out var value);
            return Check(field, fault, fault is null ? value : 0);
        }

        private decimal Number(RawMessage fields, PayloadField field) => Check(field, FieldValidator.Number(fields[field], out var value), value);

        private long Integer(RawMessage fields, PayloadField field) => Check(field, FieldValidator.Integer(fields[field], out var value), value);

        private string Text(RawMessage fields, PayloadField field) => Check(field, FieldValidator.Text(fields[field], out var value), value);

        private Side Side(RawMessage fields, PayloadField field) => Check(field, FieldValidator.Side(fields[field], out var value), value);

        private Symbol Symbol(RawMessage fields, PayloadField field) => Check(field, FieldValidator.Symbol(fields[field], symbols, out var value), value);

        private Symbol Symbol(JsonValue field) => Check("symbol", FieldValidator.Symbol(field, symbols, out var value), value);

        private Symbol? OptionalSymbol(JsonValue field) => IsThere(field) ? Symbol(field) : null;

        private DateTimeOffset Time(JsonValue field) => Check("timestamp", FieldValidator.Time(field, out var value), value);

        private T Check<T>(PayloadField field, string? fault, T value)
        {
            if (fault is not null)
                Check("data." + PayloadFields.GetName(field), fault);
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
