using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Thousands of different messages of each kind, in the exchange's layout: a processor's branch predictor would learn a hundred messages.</summary>
internal static class Wire
{
    private const int Seed = 7;
    private const int SessionDepth = 20;

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

    /// <summary>
    /// A session that resembles a recorded one: of a hundred messages, 25 are books with 20 levels per side, in which four levels are added, four removed and
    /// two changed from one book to the next, 70 are trades, and five belong to own orders from start to end.
    /// </summary>
    public static IEnumerable<string> Session(int count)
    {
        var random = new Random(Seed);
        var orders = OrderHistories.Make();
        var (asks, bids) = (new SortedDictionary<int, int>(), new SortedDictionary<int, int>());
        for (var i = 0; i < 2 * SessionDepth; i++)
        {
            asks[6_180_000 + (10 * i)] = random.Next(1, 100_000);
            bids[6_180_000 - 1 - (10 * i)] = random.Next(1, 100_000);
        }

        for (var (i, order) = (0, 0); i < count; i++)
        {
            var time = 1_723_161_255_408 + (i * 13L);
            yield return (i % 20) switch
            {
                0 or 4 or 8 or 12 or 16 => Book(time),
                19 when order < orders.Length => WriteOrderEvent(orders[order++], time),
                _ => Trade(time),
            };
        }

        string Book(long time)
        {
            Turn(asks, asks.Keys.First(), 1);
            Turn(bids, bids.Keys.Last(), -1);
            return $$$"""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":{{{time}}},"data":{"asks":[{{{Side(asks)}}}],"bids":[{{{Side(bids.Reverse())}}}]}}""";
        }

        // Two levels are added, two removed, one changed.
        void Turn(SortedDictionary<int, int> side, int best, int direction)
        {
            for (var i = 0; i < 2; i++)
                side.Remove(side.Keys.ElementAt(direction > 0 ? random.Next(SessionDepth) : side.Count - 1 - random.Next(SessionDepth)));
            while (side.Count < 2 * SessionDepth)
                side.TryAdd(best + (direction * random.Next(0, 20 * SessionDepth)), random.Next(1, 100_000));

            var changed = side.Keys.ElementAt(direction > 0 ? random.Next(SessionDepth) : side.Count - 1 - random.Next(SessionDepth));
            side[changed] = random.Next(1, 100_000);
        }

        static string Side(IEnumerable<KeyValuePair<int, int>> side) =>
            string.Join(',', side.Take(SessionDepth).Select(static level => $"{{\"price\":{Text(level.Key / 100m)},\"quantity\":{Text(level.Value / 1000m)}}}"));

        string Trade(long time)
        {
            var isBuy = random.Next(2) == 0;
            var price = (isBuy ? asks.Keys.First() : bids.Keys.Last()) / 100m;
            return $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{time}}},"data":{"price":{{{Text(price)}}},"quantity":{{{Quantity(random)}}},"side":"{{{(isBuy ? "BUY" : "SELL")}}}"}}""";
        }
    }

    private static string WriteOrderEvent(NexusMessage message, long time) => message switch
    {
        OrderUpdate u => $$$"""{"event":"ORDER_UPDATE","timestamp":{{{time}}},"data":{"symbol":"{{{u.Symbol}}}","order_type":"{{{u.OrderTypeText}}}","order_price":{{{Text(u.OrderPrice ?? 0)}}},"order_quantity":{{{Text(u.OrderQuantity ?? 0)}}},"order_id":{{{u.OrderId}}},"executed_price":{{{Text(u.ExecutedPrice ?? 0)}}},"executed_quantity":{{{Text(u.ExecutedQuantity)}}},"side":"{{{Word(u.Side)}}}","status":"{{{Word(u.Status)}}}"}}""",
        Transaction t => $$$"""{"event":"TRANSACTION","timestamp":{{{time}}},"data":{"id":{{{t.Id}}},"symbol":"{{{t.Symbol}}}","order_id":{{{t.OrderId}}},"executed_price":{{{Text(t.ExecutedPrice)}}},"executed_quantity":{{{Text(t.ExecutedQuantity)}}},"side":"{{{Word(t.Side)}}}"}}""",
        _ => throw new ArgumentException("The message must be an order update or a transaction."),
    };

    private static string Word(OrderStatus status) => status switch
    {
        OrderStatus.New => "NEW",
        OrderStatus.PartiallyFilled => "PARTIAL_FILLED",
        OrderStatus.Filled => "FILLED",
        _ => "CANCELLED",
    };

    private static string Word(Side side) => side == Reactive.Side.Buy ? "BUY" : "SELL";

    /// <summary>Returns the same messages with the names of each object in random order, and a space after each colon and comma.</summary>
    public static string[] Shuffled(string[] messages)
    {
        var random = new Random(Seed);
        return [.. messages.Select(m => Spaced(Shuffle(JsonConvert.DeserializeObject<JToken>(m, Exact)!, random)))];
    }

    /// <summary>Returns the same messages in another program's layout: names sorted, a space after each colon and comma.</summary>
    public static string[] InAnotherLayout(string[] messages) =>
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
                // One order for all levels of a side, because a program writes them all in the same layout.
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
