using System.Globalization;
using System.Reactive.Linq;
using Nexus.Desk;
using Nexus.Simulator;
using Nexus.Simulator.Wire;

namespace Nexus.Reactive.Tests.Desk;

/// <summary>The desk in a real browser, over a real socket, on the simulated exchange.</summary>
[CancelAfter(60_000)]
public sealed class DeskPageTests
{
    private const string Btc = "SPOT_BTC_USDT";
    private const string Eth = "SPOT_ETH_USDT";

    private Chromium _browser = null!;

    [OneTimeSetUp]
    public async Task StartBrowser()
    {
        if (Chromium.Find() is not { } path)
            Assert.Ignore("No chromium on the PATH: the desk's page is not tested in a browser. Debian's package is called chromium.");
        else
            _browser = await Chromium.StartAsync(path);
    }

    [OneTimeTearDown]
    public async Task StopBrowser()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    [Test]
    public async Task The_numbers_on_the_screen_are_those_of_the_feed()
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true });
        await using var desk = await OpenDeskAsync(exchange);
        var page = await _browser.OpenAsync(desk.Address);
        await page.WaitForAsync("document.querySelector('#connection')?.textContent == 'Live'");

        exchange.Send("""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1723161255000,"data":{"asks":[{"price":61801.5,"quantity":2},{"price":61801.4,"quantity":0.25}],"bids":[{"price":61800.9,"quantity":1.5},{"price":61800.2,"quantity":3.125}]}}""");
        exchange.Send("""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1723161255001,"data":{"price":61801.4,"quantity":0.5,"side":"BUY"}}""");
        exchange.Send("""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1723161255900,"data":{"price":61800.9,"quantity":1.5,"side":"SELL"}}""");
        await page.WaitForAsync("document.querySelectorAll('#tape tbody tr').length == 2 && document.querySelector('#mid').textContent != '–'");

        Assert.That(await page.RowsAsync("#ladder .asks"), Is.EqualTo(new[] { new[] { "61,801.5", "2.000", "2.250" }, ["61,801.4", "0.250", "0.250"] }));
        Assert.That(await page.RowsAsync("#ladder .bids"), Is.EqualTo(new[] { new[] { "61,800.9", "1.500", "1.500" }, ["61,800.2", "3.125", "4.625"] }));
        Assert.That(await page.TextAsync("#mid"), Is.EqualTo("61,801.15"));
        Assert.That(await page.TextAsync("#spread"), Is.EqualTo("0.5"));
        Assert.That((await page.RowsAsync("#tape tbody")).Select(row => (Number(row[0].Split('\n', ' ')[0]), Number(row[1]), row[2])), Is.EqualTo(new[]
        {
            (61_800.9m, 1.5m, "23:54:15.900"),
            (61_801.4m, 0.5m, "23:54:15.001"),
        }));
        Assert.That(await page.TextAsync("#last"), Is.EqualTo("61,800.9"));

        // (61801.4 × 0.5 + 61800.9 × 1.5) / 2
        Assert.That(await page.TextAsync("#vwap"), Is.EqualTo("61,801.0"));
        Assert.That(page.Requests.Select(request => request.Host).Distinct(), Is.EqualTo(new[] { desk.Address.Host }), "nothing from anywhere else");
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_cut_shows_as_stale_and_recovers()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        await using var desk = await OpenDeskAsync(exchange);
        var page = await _browser.OpenAsync(desk.Address);
        await page.WaitForAsync("document.querySelectorAll('#tape tbody tr').length > 3 && !document.querySelector('.is-stale')");

        exchange.Behaviour = new Refusing();
        exchange.DropConnections();
        await page.WaitForAsync("document.querySelector('.is-stale #connection')?.textContent == 'Stale'");
        var book = await desk.Markets[0].Books.FirstAsync();
        await page.WaitForAsync($"document.querySelector('#mid').textContent.replace(',', '') == '{book.Mid!.Value.ToString("F2", CultureInfo.InvariantCulture)}'");
        Assert.That(Levels(await page.RowsAsync("#ladder .asks")).Reverse(), Is.EqualTo(book.Asks.Take(15)), "the last book known stays");
        Assert.That(Levels(await page.RowsAsync("#ladder .bids")), Is.EqualTo(book.Bids.Take(15)));

        exchange.Behaviour = WireBehaviour.Polite;
        await page.WaitForAsync("!document.querySelector('.is-stale') && document.querySelector('#connection').textContent == 'Live'");
        await page.WaitForAsync("document.querySelector('#tape .gap') && !document.querySelector('#tape tbody tr:first-child.gap')");
        Assert.That(page.Complaints, Is.Empty);
    }

    private static Task<DeskHost> OpenDeskAsync(SimulatedExchange exchange, params string[] symbols) => DeskHost.StartAsync(new DeskOptions
    {
        BaseUri = exchange.BaseUri,
        ClientKey = "demo",
        Symbols = [.. (symbols.Length == 0 ? [Btc] : symbols).Select(Symbol.Parse)],
        Client = new NexusClientOptions
        {
            PingInterval = TimeSpan.FromMilliseconds(200),
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(200),
        },
    });

    private sealed class Refusing : WireBehaviour
    {
        public override int? Refuse(string key, string symbol) => 503;
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static IEnumerable<Level> Levels(string[][] rows) => rows.Select(row => new Level(Number(row[0]), Number(row[1])));
}
