using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Orders.Model;

namespace Nexus.Reactive.Tests.Orders.Queue;

/// <summary>The bounds against the model in exact fractions.</summary>
public sealed class QueueModelTests
{
    private const int MaxMessages = 200;

    [Test]
    public void The_bounds_of_random_histories_are_those_of_the_model()
    {
        var estimates = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var time = 0;
            decimal Quantity() => random.Next(1, 900) * 0.0000001m * (decimal)Math.Pow(10, random.Next(8));
            estimates += Compare(Enumerable.Range(0, 60).Select(i =>
            {
                time += random.Next(4);
                var at = Marbles.DefaultStart.AddMilliseconds(time - random.Next(3));
                var price = 100 + random.Next(-1, 2);
                return (NexusMessage)(random.Next(3) == 0
                    ? new Trade(Make.Symbol, at, price, Quantity(), (Side)random.Next(2))
                    : new Book(Make.Symbol, at, [new Level(102, Quantity())], random.Next(6) == 0 ? [new Level(101, Quantity())] : [new Level(100, Quantity()), new Level(99, Quantity())]));
            }), interval: 10, every: 1, static _ => (Side.Buy, 100));
        }

        Assert.That(estimates, Is.GreaterThan(2_000));
    }

    [TestCase(Side.Buy, 0)]
    [TestCase(Side.Sell, 1)]
    public void The_bounds_in_the_real_recording_are_those_of_the_model(Side side, int level)
    {
        var session = SharedData.Messages().Select(NexusDecoder.Decode).Where(static message => message is Book or Trade);
        var estimates = Compare(session, interval: 500, every: 7, book => (side, (side == Side.Buy ? book.Bids : book.Asks)[level].Price));

        Assert.That(estimates, Is.GreaterThan(100));
    }

    /// <summary>Places a new paper order each so many messages, beside the previous ones, and compares each so many messages. Returns the number of estimates compared.</summary>
    private static int Compare(IEnumerable<NexusMessage> session, int interval, int every, Func<Book, (Side Side, decimal Price)> place)
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var estimates = new Dictionary<long, QueueEstimate>();
        using var subscription = feed.EstimateQueue(feed.TrackOrders(), booksContainOwn: false).Subscribe(estimate => estimates[estimate.OrderId] = estimate);
        using var connection = feed.Connect();
        var (count, book, compared) = (0L, (Book?)null, 0);
        var models = new List<(long Id, List<NexusMessage> History, QueueModel Model)>();
        var recent = new List<NexusMessage>();
        foreach (var message in session)
        {
            source.OnNext(message);
            recent.Add(message);
            models.ForEach(each => each.History.Add(message));
            models.RemoveAll(static each => each.History.Count > MaxMessages);
            book = message as Book ?? book;
            foreach (var (id, _, model) in ++count % every == 0 ? models : [])
            {
                var expected = model.Read();
                var actual = estimates[id];
                Assert.That(actual.IsKnown, Is.EqualTo(expected is not null), $"{actual}");
                if (expected is not var (min, max))
                    continue;
                Assert.That((actual.MinAhead == min.Round(), actual.MaxAhead == max.Round()), Is.EqualTo((true, true)), $"{actual} is not {min} to {max}");
                Assert.That((Fraction)actual.MinAhead!.Value == min && (Fraction)actual.MaxAhead!.Value == max, Is.True);
                compared++;
            }

            if (count % interval != 0 || book is null)
                continue;
            var (side, price) = place(book);
            var order = new OrderUpdate
            {
                Timestamp = feed.Clock.Now,
                Symbol = book.Symbol,
                OrderId = count,
                OrderType = OrderType.Limit,
                OrderTypeText = "LIMIT",
                Side = side,
                Status = OrderStatus.New,
                StatusText = "NEW",
                OrderPrice = price,
                OrderQuantity = 1,
            };
            var history = recent.TakeLast(100).ToList();
            models.Add((count, history, new QueueModel(order, history)));
            source.OnNext(order);
        }

        return compared;
    }
}
