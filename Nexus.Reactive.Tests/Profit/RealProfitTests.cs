using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Profit;

/// <summary>Fills at the prices of the real recording, against the model in exact fractions.</summary>
public sealed class RealProfitTests
{
    [TestCase(MarkPrice.Mid, CostBasis.AverageCost)]
    [TestCase(MarkPrice.Sweep, CostBasis.FirstInFirstOut)]
    public void The_profit_on_the_real_recording_is_that_of_the_model(MarkPrice mark, CostBasis basis)
    {
        NexusMessage[] session = [.. WithFills(SharedData.Messages().Take(12_000).Select(NexusDecoder.Decode))];
        var symbol = session.OfType<Book>().First().Symbol;
        var model = new ProfitModel(symbol, mark, isFifo: basis == CostBasis.FirstInFirstOut);
        var feed = new NexusFeed(session.ToObservable(Scheduler.Immediate));
        var values = new List<PortfolioValue>();
        using var profit = feed.TrackOrders().MeasureProfit(feed, new PortfolioOptions { Mark = mark, CostBasis = basis }).Subscribe(values.Add);
        using var connection = feed.Connect();
        Assert.That(values.Count(static value => value.Change == PortfolioChange.Fill), Is.GreaterThan(20));
        Assert.That(values.Count(static value => value.Change == PortfolioChange.Mark), Is.GreaterThan(500));

        var next = 0;
        foreach (var message in session)
        {
            if (message is Transaction fill)
            {
                model.Fill(fill.Timestamp.AddTicks(fill.Id), fill.Side, fill.ExecutedQuantity, fill.ExecutedPrice);
                model.Charge(fill.FeeAsset!, fill.Fee!.Value);
            }
            else if (message is Book book)
                model.See(book);
            if (!model.IsHeld || message is not (Transaction or Book))
                continue;
            var value = values[next++];
            if (next % 50 != 1 && next != values.Count)
                continue;
            var net = model.Read(static _ => null).Net;
            Assert.That(value.NetProfit is null, Is.EqualTo(net is null));
            if (value.NetProfit is { } actual)
                Assert.That(mark == MarkPrice.Mid ? net == actual : net!.Value.IsAbout(actual), Is.True, $"{value} is not {net}");
        }

        Assert.That(next, Is.EqualTo(values.Count));
    }

    // Each hundredth trade is also a fill; its fee is in the quote or the base asset.
    private static IEnumerable<NexusMessage> WithFills(IEnumerable<NexusMessage> session)
    {
        var trades = 0;
        foreach (var message in session)
        {
            yield return message;
            if (message is not Trade trade || ++trades % 100 != 0)
                continue;
            var isBase = trades % 300 == 0;
            yield return new Transaction
            {
                Timestamp = trade.Timestamp,
                Id = trades,
                Symbol = trade.Symbol,
                OrderId = trades,
                ExecutedPrice = trade.Price,
                ExecutedQuantity = 0.013m * (1 + (trades / 100 % 7)),
                Side = trades / 100 % 3 == 0 ? Side.Sell : Side.Buy,
                Fee = isBase ? 0.0000091m : 0.73m,
                FeeAsset = isBase ? trade.Symbol.Base : trade.Symbol.Quote,
            };
        }
    }
}
