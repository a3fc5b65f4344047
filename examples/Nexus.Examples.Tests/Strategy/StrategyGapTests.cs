using System.Globalization;
using Nexus.Reactive.Backtesting;
using Strategy;

namespace Nexus.Examples.Tests.Strategy;

/// <summary>Both strategies on recordings of a random market that is cut for two seconds, each time at another place, while orders wait or are under way.</summary>
[CancelAfter(60_000)]
public sealed class StrategyGapTests
{
    private const int Steps = 1_200;

    private static readonly PaperExchangeOptions Exchange = new()
    {
        OrderLatency = Latency.Fixed(TimeSpan.FromMilliseconds(60)),
        ResponseLatency = Latency.Fixed(TimeSpan.FromMilliseconds(60)),
        Queue = QueueModel.First,
    };

    private string _recording = "";

    [SetUp]
    public void Name() => _recording = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.tsv");

    [TearDown]
    public void Delete() => File.Delete(_recording);

    private static IEnumerable<TestCaseData> Strategies() =>
    [
        new TestCaseData(new BreakoutRules { Window = TimeSpan.FromSeconds(1), Width = 0.1m, Imbalance = 0, Hold = TimeSpan.FromSeconds(1) }).SetArgDisplayNames("breakout"),
        new TestCaseData(new MarketMakerRules { HalfSpread = 0.001m, PriceStep = 0.1m, Requote = 0.0005m, Skew = 0.001m }).SetArgDisplayNames("maker"),
    ];

    [TestCaseSource(nameof(Strategies))]
    public async Task A_strategy_continues_trading_after_a_gap(IRules rules)
    {
        for (var cut = 300; cut < 340; cut += 6)
        {
            Record(cut, seed: cut);
            using var journal = await Runner.BacktestAsync(rules, _recording, static _ => { }, Exchange);
            var resumed = At(cut + 40);
            var place = $"cut at step {cut}";

            Assert.That(journal.Signals.Count(signal => signal is OrderSignal && signal.At < At(cut)), Is.GreaterThan(3), place);
            Assert.That(journal.Signals.Count(signal => signal is OrderSignal && signal.At >= resumed), Is.GreaterThan(6), place);
            Assert.That(journal.Moments.Where(moment => moment.At >= resumed).Select(static moment => moment.Inventory).Distinct().Count(), Is.GreaterThan(2), place);
        }
    }

    private static DateTimeOffset At(int step) => DateTimeOffset.FromUnixTimeMilliseconds(1_704_067_200_000 + (50 * step));

    private void Record(int cut, int seed)
    {
        var random = new Random(seed);
        var price = 1000;
        using var file = new StreamWriter(_recording);
        for (var step = 0; step < Steps; step++)
        {
            price += random.Next(-2, 3);
            if (step == cut)
                Line(cut - 1, """{"event":"FEED_GAP","data":{"reason":"the connection was lost"}}""");
            if (step >= cut && step < cut + 40)
                continue;
            var time = At(step).ToUnixTimeMilliseconds();
            Line(step, $$$"""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":{{{time}}},"data":{"asks":[{"price":{{{Price(1)}}},"quantity":2},{"price":{{{Price(2)}}},"quantity":{{{random.Next(1, 9)}}}}],"bids":[{"price":{{{Price(-1)}}},"quantity":2},{"price":{{{Price(-2)}}},"quantity":{{{random.Next(1, 9)}}}}]}}""");
            var isBuy = random.Next(2) == 0;
            Line(step, $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{time}}},"data":{"price":{{{Price(isBuy ? 1 : -1)}}},"quantity":1,"side":"{{{(isBuy ? "BUY" : "SELL")}}}"}}""");
        }

        void Line(int step, string text) => file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{At(step).ToUnixTimeMilliseconds()}000000\t{text}"));

        string Price(int ticks) => ((price + ticks) / 10m).ToString(CultureInfo.InvariantCulture);
    }
}
