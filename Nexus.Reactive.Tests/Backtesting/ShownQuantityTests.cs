using System.Reactive.Subjects;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>By default, own orders never get more than the market shows: of a trade its quantity, of a book each level until the next book.</summary>
public sealed class ShownQuantityTests
{
    [Test]
    public void Fills_never_exceed_what_the_real_market_shows()
    {
        var market = new Subject<NexusMessage>();
        using var exchange = new PaperExchange(new NexusFeed(market), new PaperExchangeOptions
        {
            Queue = QueueModel.LogProbability,
            QuantityStep = 0.00001m,
        });
        var fills = new List<Transaction>();
        exchange.Feed.Transactions.Subscribe(fills.Add);
        exchange.Feed.Connect();

        var random = new Random(2);
        var sum = 0m;
        Book? book = null;
        var taken = new Dictionary<(Side Side, decimal Price), decimal>();
        foreach (var message in SharedData.Messages().Select(static text => NexusDecoder.Decode(text)))
        {
            var before = fills.Count;
            market.OnNext(message);
            var own = fills.Skip(before).ToList();
            sum += own.Sum(static fill => fill.ExecutedQuantity);
            if (message is Trade trade)
                Assert.That(own.Sum(static fill => fill.ExecutedQuantity), Is.LessThanOrEqualTo(trade.Quantity));
            if (message is Book next)
            {
                Assert.That(own.Sum(static fill => fill.ExecutedQuantity), Is.LessThanOrEqualTo(Total(next)));
                (book, taken) = (next, []);
            }

            if (book is null || random.Next(5) != 0)
                continue;
            var side = (Side)random.Next(2);
            var (start, order) = (fills.Count, RandomOrder(random, book, side));
            Assert.That(exchange.PlaceAsync(order).IsCompletedSuccessfully);
            foreach (var fill in fills.Skip(start))
            {
                taken[(side, fill.ExecutedPrice)] = taken.GetValueOrDefault((side, fill.ExecutedPrice)) + fill.ExecutedQuantity;
                Assert.That(order.Price is not { } limit || (side == Side.Buy ? fill.ExecutedPrice <= limit : fill.ExecutedPrice >= limit));
                Assert.That(taken[(side, fill.ExecutedPrice)], Is.LessThanOrEqualTo(book.QuantityAt(fill.ExecutedPrice)));
            }
        }

        Assert.That(sum, Is.GreaterThan(10));
    }

    private static decimal Total(Book book) => book.Asks.Sum(static level => level.Quantity) + book.Bids.Sum(static level => level.Quantity);

    private static OrderRequest RandomOrder(Random random, Book book, Side side)
    {
        var levels = side == Side.Buy ? book.Asks : book.Bids;
        var near = side == Side.Buy ? book.Bids : book.Asks;
        return random.Next(3) switch
        {
            0 => OrderRequest.Market(Make.Symbol, side, random.Next(1, 500) / 1000m),
            1 => OrderRequest.Limit(Make.Symbol, side, random.Next(1, 5000) / 1000m, levels[random.Next(3)].Price),
            _ => OrderRequest.Limit(Make.Symbol, side, random.Next(1, 5000) / 1000m, near[random.Next(3)].Price),
        };
    }
}
