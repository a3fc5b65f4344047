using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Orders.Model;
using static Nexus.Reactive.Tests.Orders.OrderDesk;

namespace Nexus.Reactive.Tests.Profit;

/// <summary>Positions that change their side with each fill, with fees in the quote asset, the base asset and a third one, in exact fractions.</summary>
public sealed class ProfitFlipTests
{
    [TestCase(CostBasis.AverageCost)]
    [TestCase(CostBasis.FirstInFirstOut)]
    public void Each_fill_flips_the_position_and_every_amount_is_exact(CostBasis basis)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            using var source = new Subject<NexusMessage>();
            using var prices = new Subject<AssetPrice>();
            var feed = new NexusFeed(source);
            using var portfolio = new Portfolio(feed.TrackOrders(), feed, new PortfolioOptions { CostBasis = basis }, prices);
            using var connection = feed.Connect();
            var model = new ProfitModel(Btc, MarkPrice.Mid, basis == CostBasis.FirstInFirstOut);
            decimal? rate = null;
            var position = 0m;
            for (var id = 1; id <= 30; id++)
            {
                // Beyond zero, or, in one of five, exactly to it.
                var quantity = Math.Abs(position) + (random.Next(5) == 0 && position != 0 ? 0 : random.Next(1, 1_000) / 8_000m);
                var side = position > 0 || (position == 0 && random.Next(2) == 0) ? Side.Sell : Side.Buy;
                position += side == Side.Buy ? quantity : -quantity;
                var (asset, fee) = ((string[])["USDT", "BTC", "BNB"])[id % 3] is var name && name == "BTC" ? (name, 0.0000125m) : (name, 0.0375m * (random.Next(4) == 0 ? -1 : 1));
                var price = random.Next(5_000_000, 6_000_000) / 100m;
                model.Fill(At(id), side, quantity, price);
                model.Charge(asset, fee);
                source.OnNext(T(id, id, quantity, price, id, side, Btc, fee, asset));
                if (id % 4 == 0)
                    prices.OnNext(new AssetPrice("BNB", "USDT", rate = random.Next(50_000, 60_000) / 100m));
                var bid = random.Next(5_000_000, 6_000_000) / 100m;
                var book = Make.Book(FormattableString.Invariant($"{bid}x1 | {bid + 0.5m}x1"), timestamp: At(id));
                model.See(book);
                source.OnNext(book);

                var (place, profit) = ($"seed {seed}, fill {id}", portfolio.Find(Btc)!);
                var expected = model.Read(of => of == "BNB" ? rate : null);
                Assert.That((Fraction)profit.Quantity, Is.EqualTo((Fraction)position).And.EqualTo(model.Quantity), place);
                Assert.That((Fraction)profit.Holding, Is.EqualTo(model.Holding), place);
                Assert.That((Fraction?)profit.NetProfit, Is.EqualTo(expected.Net), place);
                Assert.That((Fraction?)profit.FeeCost, Is.EqualTo(expected.FeeCost), place);
                Assert.That((Fraction?)profit.Exposure, Is.EqualTo(expected.Exposure), place);

                // A fill that flips has one price for the whole position, so that no quotient is left.
                Assert.That((Fraction)profit.RealizedProfit, Is.EqualTo(expected.Realized), place);
                Assert.That((Fraction)profit.Cost, Is.EqualTo(expected.Cost), place);
                Assert.That((Fraction?)profit.UnrealizedProfit, Is.EqualTo(expected.Unrealized), place);
            }
        }
    }
}
