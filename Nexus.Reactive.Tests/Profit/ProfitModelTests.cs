using System.Collections.Immutable;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Orders.Model;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Profit;

/// <summary>Random histories against the model in exact fractions, after every input.</summary>
public sealed class ProfitModelTests
{
    private static readonly int Seeds = Setting.Get("NEXUS_PROFIT_HISTORIES", 40);
    private const int Length = 60;

    [TestCase(MarkPrice.Mid, CostBasis.AverageCost)]
    [TestCase(MarkPrice.Mid, CostBasis.FirstInFirstOut)]
    [TestCase(MarkPrice.Microprice, CostBasis.AverageCost)]
    [TestCase(MarkPrice.LastTrade, CostBasis.FirstInFirstOut)]
    [TestCase(MarkPrice.Sweep, CostBasis.AverageCost)]
    [TestCase(MarkPrice.Sweep, CostBasis.FirstInFirstOut)]
    public void The_profit_is_that_of_the_model(MarkPrice mark, CostBasis basis)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var run = new Run(seed, mark, basis);
            for (var step = 0; step < Length; step++)
            {
                run.Next();
                run.Check($"seed {seed}, step {step}");
            }
        }
    }

    [Test]
    public void The_arrival_order_of_fills_does_not_change_the_profit()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            NexusMessage[] fills = [.. Enumerable.Range(1, 12).Select(id => Fill(random, id, Btc))];
            var expected = Value(fills);
            random.Shuffle(fills);
            Assert.That(Value(fills), Is.EqualTo(expected), $"seed {seed}");
        }
    }

    private static SymbolProfit Value(NexusMessage[] fills)
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        using var portfolio = new Portfolio(feed.TrackOrders(), feed, new PortfolioOptions { CostBasis = CostBasis.FirstInFirstOut });
        using var connection = feed.Connect();
        source.OnNext(new Ping(At(100)));
        foreach (var fill in fills)
            source.OnNext(fill);
        source.OnNext(Make.Book("99x5 | 101x5", timestamp: At(200)));
        return portfolio.Find(Btc)!;
    }

    private static Transaction Fill(Random random, int id, Symbol symbol)
    {
        var asset = random.Next(4);
        return T(
            id,
            id,
            random.Next(1, 50) / 8m,
            random.Next(9_000, 11_000) / 100m,
            id,
            random.Next(2) == 0 ? Side.Buy : Side.Sell,
            symbol,
            asset == 3 ? null : random.Next(-2, 9) / 100m,
            asset switch { 0 => symbol.Quote, 1 => symbol.Base, _ => "XYZ" });
    }

    private sealed class Run : IDisposable
    {
        private readonly Random _random;
        private readonly bool _isRounded;
        private readonly bool _isAverage;
        private readonly Subject<NexusMessage> _source = new();
        private readonly Subject<AssetPrice> _prices = new();
        private readonly Portfolio _portfolio;
        private readonly Dictionary<Symbol, ProfitModel> _models;
        private readonly List<OrderUpdate> _unpriced = [];
        private decimal? _price;
        private Fraction _highWaterMark = 1_000;
        private int _id;

        public Run(int seed, MarkPrice mark, CostBasis basis)
        {
            _random = new Random(unchecked(seed * (int)0x9E3779B1));
            _isRounded = mark is MarkPrice.Microprice or MarkPrice.Sweep;
            _isAverage = basis == CostBasis.AverageCost;
            _models = new[] { Btc, Eth }.ToDictionary(static symbol => symbol, symbol => new ProfitModel(symbol, mark, !_isAverage));
            ImmutableArray<OpeningPosition> openings = [];
            if (seed % 3 == 0)
            {
                openings = [new OpeningPosition(Btc, seed % 2 == 0 ? 2.5m : -1.25m, 98.7m)];
                _models[Btc].Open(openings[0].Quantity, openings[0].AverageCost);
            }

            var feed = new NexusFeed(_source);
            var options = new PortfolioOptions { Mark = mark, CostBasis = basis, OpeningPositions = openings, InitialEquity = 1_000 };
            _portfolio = new Portfolio(feed.TrackOrders(), feed, options, _prices);
            feed.Connect();
            _source.OnNext(new Ping(At(1_000)));
        }

        public void Next()
        {
            var symbol = _random.Next(4) == 0 ? Eth : Btc;
            var model = _models[symbol];
            switch (_random.Next(10))
            {
                case 0 or 1 or 2 or 3:
                    var fill = Fill(_random, ++_id, symbol);

                    // Some arrive after fills that were executed later.
                    fill = fill with { Timestamp = At(_random.Next(2) == 0 ? _id : 900 - _id) };
                    model.Fill(fill.Timestamp, fill.Side, fill.ExecutedQuantity, fill.ExecutedPrice);
                    if (fill.Fee is { } fee && fee != 0)
                        model.Charge(fill.FeeAsset!, fee);
                    _source.OnNext(fill);
                    break;
                case 4:
                    var update = U(++_id, S.Filled, _random.Next(1, 9), price: null, order: _id, side: _random.Next(2) == 0 ? Side.Buy : Side.Sell, symbol: symbol);
                    _unpriced.Add(update);
                    model.Fill(update.Timestamp, update.Side, update.ExecutedQuantity, 0);
                    _source.OnNext(update);
                    break;
                case 5 when _unpriced.Count > 0:
                    var known = _unpriced[^1];
                    _unpriced.RemoveAt(_unpriced.Count - 1);
                    _models[known.Symbol].Price(known.Timestamp, 100.5m);
                    _source.OnNext(new Transaction { Timestamp = known.Timestamp, Id = 1_000 + known.OrderId, Symbol = known.Symbol, OrderId = known.OrderId, ExecutedPrice = 100.5m, ExecutedQuantity = known.ExecutedQuantity, Side = known.Side });
                    break;
                case 6:
                    _price = _random.Next(3) == 0 ? null : _random.Next(1, 40) / 16m;
                    _prices.OnNext(new AssetPrice("XYZ", "USDT", _price));
                    break;
                case 7:
                    Symbol? cut = _random.Next(2) == 0 ? null : symbol;
                    foreach (var (of, each) in _models)
                    {
                        if (cut is null || cut == of)
                            each.Cut();
                    }

                    _source.OnNext(Gap(cut));
                    break;
                case 8:
                    var trade = new Trade(symbol, At(1_000), _random.Next(9_000, 11_000) / 100m, 1, Side.Buy);
                    model.See(trade);
                    _source.OnNext(trade);
                    break;
                default:
                    var mid = _random.Next(90, 110);
                    var book = Make.Book($"{mid - 1}x{_random.Next(1, 9)} {mid - 2}x20 | {mid + 1}x{_random.Next(1, 9)} {mid + 3}x30", symbol.ToString(), At(1_000));
                    model.See(book);
                    _source.OnNext(book);
                    break;
            }
        }

        public void Check(string place)
        {
            var value = _portfolio.Value;
            Fraction? total = 0, exposure = 0, gross = 0;
            var isStale = false;
            foreach (var (symbol, model) in _models)
            {
                var profit = _portfolio.Find(symbol);
                Assert.That(profit is not null, Is.EqualTo(model.IsHeld), place);
                if (profit is null)
                    continue;
                var (realized, cost, unrealized, net, feeCost, worth) = model.Read(Price);
                var hasUnpriced = profit.UnpricedQuantity != 0;
                Assert.That((Fraction)profit.Quantity, Is.EqualTo(model.Quantity), place);
                Assert.That((Fraction)profit.Holding, Is.EqualTo(model.Holding), place);
                Same(profit.Mark, model.Mark, isExact: !_isRounded, $"{place}: mark");
                Same(profit.NetProfit, net, isExact: !_isRounded, $"{place}: net");
                Same(profit.FeeCost, feeCost, isExact: !_isRounded, $"{place}: fees");
                Same(profit.Exposure, worth, isExact: !_isRounded, $"{place}: exposure");
                Same(profit.RealizedProfit, realized, isExact: !_isAverage, $"{place}: realized");
                if (!hasUnpriced)
                {
                    Same(profit.Cost, cost, isExact: !_isAverage, $"{place}: cost");
                    Same(profit.UnrealizedProfit, unrealized, isExact: !_isRounded && !_isAverage, $"{place}: unrealized");
                }

                Assert.That(profit.IsStale, Is.EqualTo(model.IsStale && model.NeedsMark && profit.MarkedAt is not null), place);
                Assert.That(profit.UnconvertedFees.Keys, Is.EquivalentTo(model.Unconverted(Price).Where(asset => profit.Fees[asset] != 0)), place);
                isStale |= profit.IsStale;
                (total, exposure, gross) = (total + net, exposure + worth, gross + (worth is { } known ? Fraction.Abs(known) : null));
            }

            if (value.Change == PortfolioChange.None)
                return;
            var equity = 1_000 + total;
            if (equity is { } highest && !isStale)
                _highWaterMark = Fraction.Max(_highWaterMark, highest);
            Same(value.Equity, equity, isExact: !_isRounded, $"{place}: equity");
            Same(value.NetExposure, exposure, isExact: !_isRounded, $"{place}: net exposure");
            Same(value.GrossExposure, gross, isExact: !_isRounded, $"{place}: gross exposure");
            Same(value.HighWaterMark, _highWaterMark, isExact: !_isRounded, $"{place}: high-water mark");
            Same(value.Drawdown, equity is null ? null : _highWaterMark - equity < 0 ? 0 : _highWaterMark - equity, isExact: !_isRounded, $"{place}: drawdown");
            Assert.That(value.IsStale, Is.EqualTo(isStale), place);
        }

        public void Dispose()
        {
            _portfolio.Dispose();
            _source.Dispose();
            _prices.Dispose();
        }

        private decimal? Price(string asset) => asset == "XYZ" ? _price : null;

        private static void Same(decimal? actual, Fraction? expected, bool isExact, string place)
        {
            Assert.That(actual is null, Is.EqualTo(expected is null), place);
            if (actual is { } value && !(isExact ? expected == value : expected!.Value.IsAbout(value)))
                Assert.Fail($"{place} is {value}, not {expected}");
        }
    }
}
