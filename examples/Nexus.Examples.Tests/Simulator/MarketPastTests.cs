using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Desk;
using Nexus.Desk.ViewModels;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Simulator;

/// <summary>The past of a simulated market, and the desk that starts with it.</summary>
public sealed class MarketPastTests
{
    private const string Btc = "SPOT_BTC_USDT";

    [Test]
    public async Task The_simulated_past_has_trades_for_its_whole_period_and_depends_only_on_the_seed()
    {
        var first = await PastAsync(7);
        Assert.That(first.OfType<Trade>().Count(), Is.GreaterThan(1000));
        Assert.That(first.OfType<Book>().Count(), Is.InRange(25, 32), "one each second of the last half minute");
        Assert.That(first.OfType<IHasTimestamp>().Select(static message => message.Timestamp), Is.Ordered);
        var times = first.OfType<Trade>().Select(static trade => trade.Timestamp).ToArray();
        Assert.That(times[^1] - times[0], Is.EqualTo(TimeSpan.FromMinutes(3)).Within(TimeSpan.FromSeconds(10)));
        Assert.That((await PastAsync(7)).OfType<Trade>().Select(static t => (t.Price, t.Quantity)), Is.EqualTo(first.OfType<Trade>().Select(static t => (t.Price, t.Quantity))));
    }

    [Test]
    public async Task RunPast_throws_once_the_market_is_running()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        Assert.That(exchange.RunPast(Btc, TimeSpan.FromSeconds(10), TimeSpan.Zero).Count(), Is.Positive);
        Assert.That(() => exchange.RunPast(Btc, TimeSpan.FromSeconds(10), TimeSpan.Zero).Count(), Throws.InvalidOperationException);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_desk_starts_with_simulated_history_and_continues_it_without_a_gap(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Rate = 60 });
        await using var desk = await DeskHost.StartAsync(new DeskOptions { Simulator = exchange, ClientKey = "demo", Past = TimeSpan.FromMinutes(6), Symbols = [Symbol.Parse(Btc)] });
        await exchange.WaitForConnectionsAsync(1, cancellationToken);
        var market = desk.Markets.Single();
        await market.Feed.Trades.Take(5).ToTask(cancellationToken);
        await market.Feed.Trades.FirstAsync(trade => trade.Timestamp > DateTimeOffset.UtcNow.AddSeconds(-1)).ToTask(cancellationToken);

        var history = await market.Candles.FirstAsync();
        var minutes = history.GetClosed(TimeFrame.All[3]);
        Assert.That(minutes, Has.Length.GreaterThanOrEqualTo(5));
        Assert.That(minutes.Select(static candle => candle.HasGap), Is.All.False);
        Assert.That(minutes.Skip(1).Select(static candle => candle.TradeCount), Is.All.Positive);
        Assert.That(minutes.Zip(minutes.Skip(1), static (a, b) => b.Start - a.Start), Is.All.EqualTo(TimeSpan.FromMinutes(1)));
        var seconds = history.GetClosed(TimeFrame.All[0]);
        Assert.That(seconds, Has.Length.GreaterThan(355));
        Assert.That((await market.Books.FirstAsync()).Timestamp, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromSeconds(10)));
    }

    private static async Task<NexusMessage[]> PastAsync(int seed)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Seed = seed });
        return [.. exchange.RunPast(Btc, TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(30)).Select(static text => NexusDecoder.Decode(text))];
    }
}
