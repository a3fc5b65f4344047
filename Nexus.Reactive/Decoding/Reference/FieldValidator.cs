namespace Nexus.Reactive;

/// <summary>Checks the values of fields. Each method returns the error as words that follow the field's name, or null and the value.</summary>
internal static class FieldValidator
{
    private static readonly decimal LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static string? Number(JsonValue field, out decimal value)
    {
        value = 0;
        if (field.Kind is not (JsonKind.Number or JsonKind.String) || !DecimalParser.IsNumber(field.Text))
            return MustBe(field, "a number");
        return DecimalParser.TryParse(field.Text, out value) ? null : $"is {field}, which cannot be represented exactly as a decimal";
    }

    public static string? Price(JsonValue field, out decimal value) =>
        Number(field, out value) ?? (value > 0 ? null : MustBe(field, "above 0"));

    public static string? Quantity(JsonValue field, out decimal value) =>
        Number(field, out value) ?? (value >= 0 ? null : MustBe(field, "0 or above"));

    public static string? Integer(JsonValue field, out long value)
    {
        value = 0;
        if (Number(field, out var number) is { } fault)
            return fault;
        if (number.Scale > 0 || number is < long.MinValue or > long.MaxValue)
            return MustBe(field, "a whole number of 64 bits");
        value = (long)number;
        return null;
    }

    public static string? Time(JsonValue field, out DateTimeOffset value)
    {
        value = default;
        if (Number(field, out var number) is { } fault)
            return fault;
        if (number.Scale > 0 || number < 0 || number > LastMillisecond)
            return MustBe(field, "whole milliseconds since 1970, before the year 10000");
        value = DateTimeOffset.FromUnixTimeMilliseconds((long)number);
        return null;
    }

    public static string? Text(JsonValue field, out string value)
    {
        value = field.Text.ToString();
        return field.Kind == JsonKind.String ? null : MustBe(field, "a string");
    }

    public static string? Symbol(JsonValue field, SymbolCache? symbols, out Symbol value)
    {
        value = default;
        if (field.Kind != JsonKind.String)
            return MustBe(field, "a string");
        var known = symbols is null ? Reactive.Symbol.TryParse(field.Text.ToString(), out value) : symbols.TryGet(field.Text, out value);
        return known ? null : MustBe(field, "TYPE_BASE_QUOTE");
    }

    public static string? Side(JsonValue field, out Side value)
    {
        value = field.Text is "SELL" ? Reactive.Side.Sell : Reactive.Side.Buy;
        return field.Kind == JsonKind.String && field.Text is ("BUY" or "SELL") ? null : MustBe(field, "BUY or SELL");
    }

    public static string MustBe(JsonValue field, string what) => field.Kind == JsonKind.Missing ? "is missing" : $"is {field} but must be {what}";
}
