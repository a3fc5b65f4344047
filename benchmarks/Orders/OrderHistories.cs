namespace Nexus.Reactive.Benchmarks;

/// <summary>An exchange's messages about thousands of own orders, of which some hundred are open at a time, over more than twenty minutes.</summary>
internal static class OrderHistories
{
    private const int Orders = 5_000;
    private const int Open = 500;
    private const double MillisecondsAnInput = 40;
    private static readonly Symbol Symbol = Symbol.Parse("SPOT_BTC_USDT");

    public static NexusMessage[] Make()
    {
        var random = new Random(1);
        var said = new List<NexusMessage>();
        var late = new Queue<(IEnumerator<NexusMessage[]> Life, NexusMessage Message)>();
        var (nextOrder, nextTransaction) = (1_000_000_007L, 9_000_000_001L);
        var left = Orders;
        var lives = new List<IEnumerator<NexusMessage[]>>();
        while (left > 0 || lives.Count > 0 || late.Count > 0)
        {
            while (left > 0 && lives.Count < Open)
            {
                left--;
                lives.Add(Life(nextOrder += random.Next(1, 50)).GetEnumerator());
            }

            // The second of a fill's two messages arrives a few inputs later, but before the order's next update.
            var life = lives.Count == 0 ? null : lives[random.Next(lives.Count)];
            if (late.Count > 0 && (life is null || random.Next(2) == 0 || late.Any(l => l.Life == life)))
            {
                said.Add(late.Dequeue().Message);
                continue;
            }

            if (!life!.MoveNext())
            {
                lives.Remove(life);
                continue;
            }

            said.Add(life.Current[0]);
            foreach (var second in life.Current.Skip(1))
                late.Enqueue((life, second));
        }

        return [.. said];

        // NEW; up to three partial fills with a transaction each; then FILLED and its transaction, sometimes in reverse order, or CANCELLED.
        IEnumerable<NexusMessage[]> Life(long id)
        {
            var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            var limit = 61_800 + (random.Next(10_000) / 100m);
            var parts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 100_000) / 100_000m).ToArray();
            var isCancelled = random.Next(3) == 0;
            var quantity = parts.Sum();

            yield return [Update(OrderStatus.New, 0, null)];
            for (var i = 0; i < parts.Length; i++)
            {
                var isLast = i == parts.Length - 1;
                if (isLast && isCancelled)
                {
                    yield return [Update(OrderStatus.Cancelled, 0, null)];
                    continue;
                }

                var price = limit - (random.Next(300) / 100m);
                var update = Update(isLast ? OrderStatus.Filled : OrderStatus.PartiallyFilled, parts[i], price);
                var transaction = new Transaction
                {
                    Timestamp = update.Timestamp,
                    Id = nextTransaction += random.Next(1, 100),
                    Symbol = Symbol,
                    OrderId = id,
                    ExecutedPrice = price,
                    ExecutedQuantity = parts[i],
                    Fee = parts[i] * 0.001m,
                    FeeAsset = "BTC",
                    Side = side,
                };
                yield return random.Next(10) > 0 ? [update, transaction] : [transaction, update];
            }

            OrderUpdate Update(OrderStatus status, decimal executed, decimal? price) => new()
            {
                Timestamp = DateTimeOffset.UnixEpoch.AddYears(54).AddMilliseconds(said.Count * MillisecondsAnInput),
                Symbol = Symbol,
                OrderId = id,
                OrderType = OrderType.Limit,
                OrderTypeText = "LIMIT",
                Side = side,
                Status = status,
                StatusText = "x",
                OrderPrice = limit,
                OrderQuantity = quantity,
                ExecutedPrice = price,
                ExecutedQuantity = executed,
            };
        }
    }
}
