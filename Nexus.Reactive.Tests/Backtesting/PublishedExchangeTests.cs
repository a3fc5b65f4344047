using System.Collections.Immutable;
using System.Reactive.Subjects;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>A paper exchange fills as the published rules of hftbacktest say: on random markets and on the real recording.</summary>
public sealed class PublishedExchangeTests
{
    private const decimal Lot = 0.00001m;

    [Test]
    public void Random_markets_fill_as_published([Values(null, 1, 2, 3)] int? power)
    {
        var fills = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            using var pair = new Pair(power);
            for (var step = 0; step < 200; step++)
            {
                var at = Marbles.DefaultStart.AddMilliseconds(step);
                pair.Say(random.Next(2) == 0 ? RandomBook(random, at) : new Trade(Make.Symbol, at, random.Next(96, 105), random.Next(1, 40) / 10m, (Side)random.Next(2)));
                if (random.Next(3) == 0)
                    pair.Place(RandomOrder(random));
                if (random.Next(20) == 0)
                    pair.Cancel(random.Next(1, 40));
            }

            fills += pair.Check();
        }

        Assert.That(fills, Is.GreaterThan(1000));
    }

    [Test]
    public void The_real_market_fills_as_published([Values(null, 2)] int? power)
    {
        var random = new Random(1);
        using var pair = new Pair(power);
        Book? book = null;
        foreach (var message in SharedData.Messages().Select(static text => NexusDecoder.Decode(text)))
        {
            pair.Say(message);
            book = message as Book ?? book;
            if (book is null || random.Next(10) != 0)
                continue;
            var side = (Side)random.Next(2);
            var price = (side == Side.Buy ? book.Bids : book.Asks)[random.Next(random.Next(1, 20))].Price;
            pair.Place(OrderRequest.Limit(Make.Symbol, side, random.Next(1, 2000) / 1000m, price));
        }

        Assert.That(pair.Check(), Is.GreaterThan(500));
    }

    private static Book RandomBook(Random random, DateTimeOffset at)
    {
        var mid = random.Next(98, 103);
        return new Book(Make.Symbol, at, Levels(mid + random.Next(1, 3), 1), Levels(mid, -1));

        ImmutableArray<Level> Levels(int best, int step) =>
            [.. Enumerable.Range(0, 5).Where(_ => random.Next(4) > 0).Select(i => new Level(best + (i * step), random.Next(1, 100) / 10m))];
    }

    private static OrderRequest RandomOrder(Random random)
    {
        var type = new[] { OrderType.Limit, OrderType.Limit, OrderType.PostOnly, OrderType.Market, OrderType.ImmediateOrCancel, OrderType.FillOrKill }[random.Next(6)];
        return new OrderRequest
        {
            Symbol = Make.Symbol,
            Side = (Side)random.Next(2),
            Type = type,
            Quantity = random.Next(1, 80) / 10m,
            Price = type == OrderType.Market ? null : random.Next(95, 106),
        };
    }

    /// <summary>A paper exchange and the published rules with the same inputs.</summary>
    private sealed class Pair : IDisposable
    {
        private readonly Subject<NexusMessage> _market = new();
        private readonly PaperExchange _exchange;
        private readonly PublishedExchange _published;
        private readonly List<(long Order, decimal Price, decimal Quantity)> _fills = [];
        private long _orders;

        public Pair(int? power)
        {
            _published = new PublishedExchange(power, Lot);
            _exchange = new PaperExchange(new NexusFeed(_market), new PaperExchangeOptions
            {
                FillRule = PaperFillRule.WholeOrder,
                Queue = power is { } n ? QueueModel.PowerProbability(n) : QueueModel.RiskAverse,
                QuantityStep = Lot,
            });
            _exchange.Feed.Transactions.Subscribe(fill => _fills.Add((fill.OrderId, fill.ExecutedPrice, fill.ExecutedQuantity)));
            _exchange.Feed.Connect();
        }

        public void Say(NexusMessage message)
        {
            _market.OnNext(message);
            if (message is Book book)
                _published.OnBook(book);
            else if (message is Trade trade)
                _published.OnTrade(trade);
        }

        public void Place(OrderRequest order)
        {
            Assert.That(_exchange.PlaceAsync(order).IsCompletedSuccessfully);
            _published.Place(++_orders, order);
        }

        public void Cancel(long id)
        {
            _ = _exchange.CancelAsync(Make.Symbol, id);
            _published.Cancel(id);
        }

        // Orders that are filled by one message are filled in an order of their own.
        public int Check()
        {
            Assert.That(_fills.GroupBy(static fill => fill.Order).Select(Text), Is.EquivalentTo(_published.Fills.GroupBy(static fill => fill.Order).Select(Text)));
            return _fills.Count;
        }

        public void Dispose() => _exchange.Dispose();

        private static string Text(IGrouping<long, (long Order, decimal Price, decimal Quantity)> fills) =>
            FormattableString.Invariant($"{fills.Key}: {string.Join(", ", fills.Select(static fill => FormattableString.Invariant($"{fill.Price / 1.000000000000000000m}x{fill.Quantity / 1.000000000000000000m}")))}");
    }
}
