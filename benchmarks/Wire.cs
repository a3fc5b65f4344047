using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Thousands of different messages a kind, as the exchange writes them: with a hundred, a processor learns them by heart.</summary>
internal static class Wire
{
    private const int Seed = 7;

    private static readonly JsonSerializerSettings Exact = new() { FloatParseHandling = FloatParseHandling.Decimal };

    public static string[] Books(int count, int depth)
    {
        var random = new Random(Seed);
        var mid = 61837.63m;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            mid += random.Next(-500, 501) / 100m;
            var asks = Side(random, mid + 0.01m, 1, depth).Reverse();
            var bids = Side(random, mid, -1, depth);
            return $$$"""{"event":"BOOK","symbol":"{{{Symbol(i)}}}","timestamp":{{{Time(i)}}},"data":{"asks":[{{{string.Join(',', asks)}}}],"bids":[{{{string.Join(',', bids)}}}]}}""";
        })];
    }

    public static string[] Trades(int count)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, count).Select(i =>
            $$$"""{"event":"TRADE","symbol":"{{{Symbol(i)}}}","timestamp":{{{Time(i)}}},"data":{"price":{{{Price(random)}}},"quantity":{{{Quantity(random)}}},"side":"{{{Side(random)}}}"}}""")];
    }

    public static string[] OrderUpdates(int count)
    {
        var random = new Random(Seed);
        string[] statuses = ["NEW", "PARTIAL_FILLED", "FILLED", "CANCELLED"];
        string[] types = ["LIMIT", "LIMIT", "MARKET", "IOC"];
        return [.. Enumerable.Range(0, count).Select(i =>
            $$$"""{"event":"ORDER_UPDATE","timestamp":{{{Time(i)}}},"data":{"symbol":"{{{Symbol(i)}}}","order_type":"{{{types[random.Next(4)]}}}","order_price":{{{Price(random)}}},"order_quantity":{{{Quantity(random)}}},"order_id":{{{random.Next(100_000, 99_999_999)}}},"executed_price":{{{Price(random)}}},"executed_quantity":{{{Quantity(random)}}},"side":"{{{Side(random)}}}","status":"{{{statuses[random.Next(4)]}}}"}}""")];
    }

    public static string[] Transactions(int count)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, count).Select(i =>
            $$$"""{"event":"TRANSACTION","timestamp":{{{Time(i)}}},"data":{"id":{{{random.Next(1, 9_999_999)}}},"symbol":"{{{Symbol(i)}}}","order_id":{{{random.Next(100_000, 99_999_999)}}},"executed_price":{{{Price(random)}}},"executed_quantity":{{{Quantity(random)}}},"side":"{{{Side(random)}}}"}}""")];
    }

    /// <summary>A session: of ten messages three books of 20 a side, five trades, an order's update and a fill.</summary>
    public static string[] Mixed(int count)
    {
        var kinds = new[] { Books(count, 20), Trades(count), OrderUpdates(count), Transactions(count) };
        int[] pattern = [0, 1, 1, 0, 1, 2, 1, 0, 1, 3];
        return [.. Enumerable.Range(0, count).Select(i => kinds[pattern[i % pattern.Length]][i])];
    }

    /// <summary>The same messages with the names of each object in a random order, and a space behind each colon and comma.</summary>
    public static string[] Shuffled(string[] messages)
    {
        var random = new Random(Seed);
        return [.. messages.Select(m => Spaced(Shuffle(JsonConvert.DeserializeObject<JToken>(m, Exact)!, random)))];
    }

    /// <summary>The same messages as another program would print them: names by the alphabet, a space behind each colon and comma.</summary>
    public static string[] OfAnotherProgram(string[] messages) =>
        [.. messages.Select(m => Spaced(Sort(JsonConvert.DeserializeObject<JToken>(m, Exact)!)))];

    private static JToken Sort(JToken token) => token switch
    {
        JObject o => new JObject(o.Properties().OrderBy(static p => p.Name, StringComparer.Ordinal).Select(static p => new JProperty(p.Name, Sort(p.Value)))),
        JArray a => new JArray(a.Select(Sort)),
        _ => token,
    };

    private static string Spaced(JToken token) =>
        token.ToString(Formatting.None).Replace(",", ", ", StringComparison.Ordinal).Replace("\":", "\": ", StringComparison.Ordinal);

    private static JToken Shuffle(JToken token, Random random)
    {
        switch (token)
        {
            case JObject o:
                var properties = o.Properties().Select(p => new JProperty(p.Name, Shuffle(p.Value, random))).ToArray();
                random.Shuffle(properties);
                return new JObject(properties.Cast<object>().ToArray());
            case JArray a:
                // One order for all levels of a side: a program writes them all alike.
                return new JArray(a.Select(t => t.DeepClone()));
            default:
                return token;
        }
    }

    private static IEnumerable<string> Side(Random random, decimal best, int direction, int depth)
    {
        for (var i = 0; i < depth; i++)
        {
            yield return $"{{\"price\":{Text(best)},\"quantity\":{Quantity(random)}}}";
            best += direction * random.Next(1, 100) / 100m;
        }
    }

    private static string Symbol(int i) => (i % 3) switch { 0 => "SPOT_ETH_USDT", 1 => "SPOT_SOL_USDT", _ => "SPOT_BTC_USDT" };

    private static long Time(int i) => 1_723_161_255_408 + (i * 13L);

    private static string Price(Random random) => Text(61_000 + (random.Next(0, 200_000) / 100m));

    private static string Quantity(Random random) => Text(random.Next(1, 1 << random.Next(4, 24)) / 100_000m);

    private static string Side(Random random) => random.Next(2) == 0 ? "BUY" : "SELL";

    private static string Text(decimal number) => number.ToString("0.##########", CultureInfo.InvariantCulture);
}
