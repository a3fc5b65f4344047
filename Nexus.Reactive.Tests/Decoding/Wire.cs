using CsCheck;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>
/// Generates messages according to the exchange's grammar: any event, order of names, white space and number format, sometimes with an error.
/// </summary>
internal static class Wire
{
    private static readonly Gen<string> White = Often("", Pick("", " ", "\n", "\r\n\t", "      ", "\n                       "));

    private static readonly Gen<string> Digits = Gen.String[Gen.Char['0', '9'], 1, 20];

    private static readonly Gen<string> Plain = Gen.Select(Gen.Int[0, 99_999_999], Gen.Int[0, 9], static (mantissa, scale) =>
    {
        var digits = mantissa.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return scale == 0 ? digits : digits[..^scale] + "." + digits[^scale..];
    });

    private static readonly Gen<string> Number = Often(Plain, Gen.OneOf(
        Gen.Select(Digits, Digits, static (whole, fraction) => $"{whole}.{fraction}"),
        Digits,
        Plain.Select(static n => $"\"{n}\""),
        Plain.Select(static n => "-" + n),
        Gen.Select(Plain, Gen.Int[-30, 30], static (n, e) => $"{n}e{e}"),
        Pick("0", "-0", "0.0", "00", "1.", ".5", "null", "true", "\"\"", "{}", "[1]", "9007199254740993", "9223372036854775807", "9223372036854775808")));

    private static readonly Gen<string> Word = Often(
        Pick("SPOT_BTC_USDT", "PERP_ETH_USDT", "LIMIT", "MARKET", "NEW", "FILLED", "PARTIAL_FILLED", "BTC"),
        Pick("", "é", "a_b_c", "\\n", "\\u0042", "a very long word that does not fit a window", "/", "'", "SPOT_\"", "\t")).Select(static w => $"\"{w}\"");

    private static readonly Gen<string> SideWord = Often("\"BUY\"", Pick("\"SELL\"", "\"buy\"", "null", "1", "\"SELL \"", "BUY"));

    private static readonly Gen<string> Anything = Gen.OneOf(
        Number, Word, Pick("null", "[]", "{}", "[1,[2,{\"a\":3}]]", "{\"price\":1}", "[1,]", "nul", "{\"a\" : true , \"b\":false}", "[[[[]]]]"));

    private static readonly Gen<string> Extra = Gen.Select(Pick("x", "event_id", "pricey", "sid", "e", "", "\\u0065vent", "order_"), Anything, static (n, v) => $"\"{n}\":{v}");

    private static readonly Gen<string> LevelText = Object(Field("price", Number), Field("quantity", Number));

    private static readonly Gen<string> Levels = Gen.Select(Often(LevelText, Anything).Array[0, 6], White, static (l, w) => $"[{w}{string.Join("," + w, l)}{w}]");

    // Sorted sides, as in real books.
    private static readonly Gen<string> OrderedLevels = Gen.Select(Gen.Int[1, 1000].Array[0, 12], Gen.Int[0, 4], Gen.Bool, static (steps, scale, falls) =>
    {
        var price = 1_000_000m;
        var levels = steps.Select((step, i) => $"{{\"price\":{Scaled(price += falls ? -step : step, scale)},\"quantity\":{Scaled(1 + (i * 7), scale)}}}");
        return $"[{string.Join(',', levels)}]";
    });

    private static readonly Gen<string> Timestamp = Field("timestamp", Often(Pick("1564710591905", "0", "1723161255408"), Number));

    private static readonly Gen<string> Symbol = Field("symbol", Often("\"SPOT_BTC_USDT\"", Word));

    public static readonly Gen<string> Message = Gen.OneOf(
        Object(Event("PING"), Timestamp),
        Object(Event("BOOK"), Symbol, Timestamp, Field("data", Object(Field("asks", Gen.OneOf(OrderedLevels, Levels)), Field("bids", Gen.OneOf(OrderedLevels, Levels))))),
        Object(Event("TRADE"), Symbol, Timestamp, Field("data", Object(Field("price", Number), Field("quantity", Number), Field("side", SideWord)))),
        Object(Event("ORDER_UPDATE"), Timestamp, Field("data", Object(
            Symbol, Field("order_type", Word), Field("order_price", Number), Field("order_quantity", Number), Field("order_id", Often("254558", Number)),
            Field("executed_price", Number), Field("executed_quantity", Number), Field("aggregated_executed_quantity", Number), Field("side", SideWord),
            Field("status", Word)))),
        Object(Event("TRANSACTION"), Timestamp, Field("data", Object(
            Field("id", Often("5", Number)), Symbol, Field("order_id", Often("254558", Number)), Field("executed_price", Number),
            Field("executed_quantity", Number), Field("fee", Number), Field("fee_asset", Word), Field("side", SideWord)))));

    private static string Scaled(decimal number, int scale) =>
        (number / (decimal)Math.Pow(10, scale)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Gen<string> Event(string name) => Field("event", Often($"\"{name}\"", Pick("\"FEED_GAP\"", "\"X\"", "null", "\"PING\"", "\"BOOK\"", "\"TRADE\"")));

    private static Gen<string> Field(string name, Gen<string> value) => Gen.Select(White, White, value, (a, b, v) => $"\"{name}\"{a}:{b}{v}");

    // Usually, each field occurs once. Sometimes the order differs, a field is missing, repeated or added, or there is a trailing comma.
    private static Gen<string> Object(params Gen<string>[] fields) => Gen.Select(
        fields.Aggregate(Gen.Const(Array.Empty<string>()), (all, field) => Gen.Select(all, field, static (a, f) => a.Append(f).ToArray())), Gen.Int[0, 9], Gen.Int[0, 1000], Extra, White, (texts, what, at, extra, white) =>
        {
            List<string> list = [.. texts];
            at %= list.Count;
            switch (what)
            {
                case 1:
                    list.Reverse();
                    break;
                case 2:
                    list.Insert(at, extra);
                    break;
                case 3:
                    (list[0], list[at]) = (list[at], list[0]);
                    break;
                case 4:
                    list.RemoveAt(at);
                    break;
                case 5:
                    list.Add(list[at]);
                    break;
                case 6 when at == 0:
                    list.Add("");
                    break;
            }

            return $"{{{white}{string.Join($",{white}", list)}{white}}}";
        });

    private static Gen<string> Pick(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<string> Often(string common, Gen<string> rare) => Often(Pick(common), rare);

    private static Gen<string> Often(Gen<string> common, Gen<string> rare) => Gen.Frequency((12, common), (1, rare));
}
