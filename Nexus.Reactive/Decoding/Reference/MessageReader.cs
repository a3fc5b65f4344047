using System.Buffers;
using Newtonsoft.Json;

namespace Nexus.Reactive;

/// <summary>Reads one text with Newtonsoft's reader in a single forward pass and keeps the fields that the exchange's events may contain.</summary>
internal sealed class MessageReader : IDisposable
{
    private const int MaxDepth = 64;
    private static readonly JsonNameTable Names = CreateNames();

    private readonly string _text;
    private readonly JsonTextReader _json;
    private LineCursor _lines;

    public MessageReader(string text)
    {
        _text = text;
        _lines = new LineCursor(text);
        _json = new JsonTextReader(new StringReader(text))
        {
            ArrayPool = CharPool.Instance,
            PropertyNameTable = Names,
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Double,
            MaxDepth = MaxDepth,
        };
    }

    /// <summary>Reads the fields of the text's single object.</summary>
    /// <exception cref="JsonReaderException">The text is not one JSON value.</exception>
    public RawMessage Read(out JsonKind root)
    {
        var fields = new RawMessage();
        Next();
        root = Kind;
        if (root == JsonKind.Object)
            ReadMessage(fields);
        else
            Skip();

        // If the text continues after the value, the reader throws.
        _json.Read();
        return fields;
    }

    public void Dispose() => _json.Close();

    private JsonKind Kind => _json.TokenType switch
    {
        JsonToken.StartObject => JsonKind.Object,
        JsonToken.StartArray => JsonKind.Array,
        JsonToken.String => JsonKind.String,
        JsonToken.Integer or JsonToken.Float => JsonKind.Number,
        JsonToken.Boolean => _json.Value is true ? JsonKind.True : JsonKind.False,
        JsonToken.Null => JsonKind.Null,
        _ => throw Fault("a value is missing"),
    };

    private void ReadMessage(RawMessage fields)
    {
        while (NextName() is { } name)
        {
            switch (name)
            {
                case "event":
                    fields.Event = NextValue();
                    break;
                case "symbol":
                    fields.Symbol = NextValue();
                    break;
                case "timestamp":
                    fields.Timestamp = NextValue();
                    break;
                case "error":
                    fields.Error = NextValue();
                    break;
                case "data":
                    ReadData(fields);
                    break;
                default:
                    Next();
                    Skip();
                    break;
            }
        }
    }

    private void ReadData(RawMessage fields)
    {
        Next();
        fields.StartData(Value());
        if (fields.DataValue.Kind != JsonKind.Object)
        {
            Skip();
            return;
        }

        while (NextName() is { } name)
        {
            if (name == "asks")
                fields.Asks = NextLevels();
            else if (name == "bids")
                fields.Bids = NextLevels();
            else if (PayloadFields.TryGet(name, out var field))
                fields[field] = NextValue();
            else
                NextValue();
        }
    }

    private RawSide NextLevels()
    {
        Next();
        var value = Value();
        if (value.Kind != JsonKind.Array)
        {
            Skip();
            return new RawSide(value);
        }

        var levels = new List<Level>(32);
        string? fault = null;
        for (var index = 0; ; index++)
        {
            Next();
            if (_json.TokenType == JsonToken.EndArray)
                return new RawSide(value, levels, fault);
            var wrong = ReadLevel(out var level);
            if (wrong is not null)
                fault ??= FormattableString.Invariant($"[{index}]{wrong}");
            levels.Add(level);
        }
    }

    private string? ReadLevel(out Level level)
    {
        level = default;
        if (Kind != JsonKind.Object)
        {
            var value = Value();
            Skip();
            return " " + FieldValidator.MustBe(value, "an object");
        }

        JsonValue price = default;
        JsonValue quantity = default;
        while (NextName() is { } name)
        {
            switch (name)
            {
                case "price":
                    price = NextValue();
                    break;
                case "quantity":
                    quantity = NextValue();
                    break;
                default:
                    Next();
                    Skip();
                    break;
            }
        }

        if (FieldValidator.Price(price, out var priceValue) is { } priceFault)
            return ".price " + priceFault;
        if (FieldValidator.Quantity(quantity, out var quantityValue) is { } quantityFault)
            return ".quantity " + quantityFault;
        level = new Level(priceValue, quantityValue);
        return null;
    }

    private JsonValue NextValue()
    {
        Next();
        var value = Value();
        Skip();
        return value;
    }

    private JsonValue Value()
    {
        var kind = Kind;
        return kind switch
        {
            JsonKind.String => new JsonValue(kind, ((string)_json.Value!).AsMemory()),
            JsonKind.Number => new JsonValue(kind, NumberAsWritten()),
            _ => new JsonValue(kind),
        };
    }

    // The reader's own values are rounded. The number as written ends at the reader's position.
    private ReadOnlyMemory<char> NumberAsWritten()
    {
        var end = _lines.GetOffset(_json.LineNumber, _json.LinePosition);
        var start = end;
        while (start > 0 && (char.IsAsciiDigit(_text[start - 1]) || _text[start - 1] is '.' or '-' or '+' or 'e' or 'E'))
            start--;
        return _text.AsMemory(start, end - start);
    }

    private string? NextName()
    {
        Next();
        return _json.TokenType == JsonToken.PropertyName ? (string)_json.Value! : null;
    }

    private void Skip()
    {
        if (_json.TokenType is not (JsonToken.StartObject or JsonToken.StartArray))
            return;
        var depth = _json.Depth;
        do
            Next();
        while (_json.Depth > depth);
    }

    private void Next()
    {
        if (!_json.Read())
            throw Fault("the text ends unexpectedly");

        // The reader reports an omitted value between two commas as undefined.
        if (_json.TokenType == JsonToken.Undefined)
            throw Fault("a value is missing");

        // The reader accepts a number or a word such as null as a name.
        if (_json.TokenType == JsonToken.PropertyName && _json.QuoteChar != '"')
            throw Fault("a name is not quoted");
    }

    private JsonReaderException Fault(string message) =>
        new(message, _json.Path, _json.LineNumber, _json.LinePosition, innerException: null);

    private static DefaultJsonNameTable CreateNames()
    {
        var names = new DefaultJsonNameTable();
        foreach (var name in PayloadFields.AllNames.Concat(["event", "timestamp", "error", "data", "asks", "bids"]))
            names.Add(name);
        return names;
    }

    private sealed class CharPool : IArrayPool<char>
    {
        public static readonly CharPool Instance = new();

        public char[] Rent(int minimumLength) => ArrayPool<char>.Shared.Rent(minimumLength);

        public void Return(char[]? array)
        {
            if (array is not null)
                ArrayPool<char>.Shared.Return(array);
        }
    }
}
