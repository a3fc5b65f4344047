using System.Globalization;
using System.Reactive.Linq;
using Nexus.Desk;
using Nexus.Simulator;
using Nexus.Simulator.Wire;

namespace Nexus.Examples.Tests.Desk;

/// <summary>Tests of the desk in a real browser, over a real socket, on the simulated exchange.</summary>
[CancelAfter(180_000)]
public sealed class DeskPageTests
{
    private const string Btc = "SPOT_BTC_USDT";
    private const string Eth = "SPOT_ETH_USDT";

    // 2024-08-08T23:54:15Z, some minutes before a session ends.
    private const long Start = 1_723_161_255_000;

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
    public async Task The_numbers_on_the_screen_agree_with_the_feed()
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true, Time = new ExchangeClock(Start) });
        await using var desk = await OpenDeskAsync(exchange);
        var page = await _browser.OpenAsync(desk.Address);
        await page.WaitForTextAsync("#connection", "Live");

        exchange.Send("""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1723161255000,"data":{"asks":[{"price":61801.5,"quantity":2},{"price":61801.4,"quantity":0.25}],"bids":[{"price":61800.9,"quantity":1.5},{"price":61800.2,"quantity":3.125}]}}""");
        exchange.Send(TradeText(1_723_161_255_001, 61_801.4m, 0.5m, "BUY"));
        exchange.Send(TradeText(1_723_161_255_900, 61_800.9m, 1.5m, "SELL"));
        exchange.Send("""{"event":"ORDER_UPDATE","timestamp":1723161255901,"data":{"symbol":"SPOT_BTC_USDT","order_type":"LIMIT","order_price":61800.9,"order_quantity":2,"order_id":254558,"executed_price":61800.9,"executed_quantity":1.5,"side":"BUY","status":"PARTIAL_FILLED"}}""");
        exchange.Send("""{"event":"TRANSACTION","timestamp":1723161255902,"data":{"id":5,"symbol":"SPOT_BTC_USDT","order_id":254558,"executed_price":61800.9,"executed_quantity":1.5,"side":"BUY"}}""");

        await page.WaitForTextAsync("#mid", "61,801.15");
        await page.WaitForTextAsync("#spread", "0.5");
        await page.WaitForRowsAsync("#ladder .asks", ["61,801.5", "2.000", "2.250"], ["61,801.4", "0.250", "0.250"]);
        await page.WaitForRowsAsync("#ladder .bids", ["61,800.9", "1.500", "1.500"], ["61,800.2", "3.125", "4.625"]);
        await page.WaitForTextAsync("#last", "61,800.9");
        await page.WaitForRowsAsync("#tape tbody", ["61,800.9 sold", "1.5", "23:54:15.900"], ["61,801.4 bought", "0.5", "23:54:15.001"]);

        // (61801.4 × 0.5 + 61800.9 × 1.5) / 2
        await page.WaitForTextAsync("#vwap", "61,801.0");
        await page.WaitForTextAsync(".life li:first-child b", "Fill confirmed");
        await page.WaitForRowsAsync("#orders tbody", ["254558", "Buy", "Limit", "61,800.9", "1.5", "2.0", "61,800.9", "Partial"]);
        await page.WaitForTextAsync("#position", "+1.5");

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
        await page.WaitForTextAsync(".is-stale #connection", "Stale");
        var book = await desk.Markets[0].Books.FirstAsync();
        await page.WaitForTextAsync("#mid", book.Mid!.Value.ToString("N2", CultureInfo.InvariantCulture));
        await page.WaitForLevelsAsync("#ladder .asks", book.Asks.Take(15).Reverse());
        await page.WaitForLevelsAsync("#ladder .bids", book.Bids.Take(15));

        exchange.Behaviour = WireBehaviour.Polite;
        await page.WaitForTextAsync(".desk:not(.is-stale) #connection", "Live");
        await page.WaitForAsync("document.querySelector('#tape .gap') && !document.querySelector('#tape tbody tr:first-child.gap')");
        Assert.That(page.Complaints, Is.Empty);
    }

    // This test depends on speed, so it is repeated on a busy machine.
    [Test, Retry(3)]
    public async Task Ten_thousand_messages_a_second_leave_the_page_responsive(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true, QueueLimit = 1_000_000, Time = new ExchangeClock(Start) });
        await using var desk = await OpenDeskAsync(exchange);
        var page = await _browser.OpenAsync(desk.Address);
        await page.WaitForTextAsync("#connection", "Live");

        var idle = await MeasureAsync(page);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var flood = Task.Run(() => FloodAsync(exchange, perSecond: 11_000, enough.Token), cancellationToken);
        await page.WaitForAsync("Number(document.querySelector('#rate')?.textContent.replace(',', '')) >= 10000");

        var load = await MeasureAsync(page);
        await enough.CancelAsync();
        var (trades, lastPrice) = await flood;

        TestContext.Out.WriteLine($"idle {idle}, flooded {load}");
        Assert.That(exchange.Connections, Has.Count.EqualTo(1), "no watchdog takes a backlog for silence");
        Assert.That(load.SlowestAnswer, Is.LessThan(900 + 5 * idle.SlowestAnswer), "milliseconds from a click to its answer; a busy machine answers late without a flood, too");
        Assert.That(load.Pictures, Is.LessThanOrEqualTo(20 * load.Seconds + 2 * 5 + 1), "twenty pictures a second, and a click is drawn at once and when it is done");
        await page.WaitForTextAsync("#trades", trades.ToString("N0", CultureInfo.InvariantCulture));
        await page.WaitForTextAsync("#last", lastPrice.ToString("N1", CultureInfo.InvariantCulture));
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task The_keyboard_reaches_everything()
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Symbols = [Btc, Eth] });
        await using var desk = await OpenDeskAsync(exchange, Btc, Eth);
        var page = await _browser.OpenAsync(desk.Address);
        await page.WaitForAsync("document.querySelector('#orders tbody tr') && document.querySelector('#tape tbody tr')");

        await page.PressAsync("Tab");
        Assert.That(await page.EvaluateAsync<string>("document.activeElement.value"), Is.EqualTo(Btc));
        await page.PressAsync("ArrowRight");
        await page.WaitForAsync("Number(document.querySelector('#mid').textContent.replace(',', '')) < 10000");
        Assert.That(await page.EvaluateAsync<string>("document.querySelector(':checked').value"), Is.EqualTo(Eth));
        await page.WaitForAsync("location.search.includes('symbol=SPOT_ETH_USDT')");

        await page.PressAsync("Tab");
        await page.PressAsync("Enter");
        await page.WaitForAsync("document.querySelector('.desk').dataset.theme == 'light'");

        await page.WaitForAsync("document.querySelector('#orders button')");
        var reached = new List<string>();
        while (reached.Count < 20 && !reached.Contains("Trades"))
        {
            await page.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>(
                "(e => document.getElementById(e.getAttribute('aria-labelledby'))?.textContent ?? e.localName)(document.activeElement)"));
            if (reached[^1] == "button" && !reached[..^1].Contains("button"))
            {
                await page.PressAsync("Space");
                await page.WaitForAsync("document.querySelector('#orders [aria-pressed=true]')");
            }
        }

        Assert.That(reached.Distinct(), Is.EqualTo(new[] { "Order book", "Price", "Depth", "Orders", "button", "aside", "Trades" }));
    }

    [TestCase("light")]
    [TestCase("dark")]
    public async Task Every_text_has_enough_contrast(string scheme)
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        await using var desk = await OpenDeskAsync(exchange);
        var page = await _browser.OpenAsync(desk.Address);
        await page.ColoursAsync(scheme);
        await page.WaitForAsync("document.querySelectorAll('#tape tbody tr').length > 3 && document.querySelector('#orders tbody tr')");

        var faint = await page.EvaluateAsync<string[]>("""
            (() => {
                const parts = colour => { const n = colour.match(/[\d.]+/g).map(Number); return colour.startsWith('color(') ? [...n.slice(0, 3).map(x => x * 255), n[3] ?? 1] : [...n.slice(0, 3), n[3] ?? 1]; };
                const light = ([r, g, b]) => [r, g, b].map(x => x / 255).map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4).reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
                const ground = e => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor); if (c[3] == 1) return c; } return [255, 255, 255, 1]; };
                const words = [...document.querySelectorAll('.desk *')].filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.textContent.trim()));
                return words.map(e => { const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x); return [e, (a + 0.05) / (b + 0.05)]; })
                    .filter(([, ratio]) => ratio < 4.5).map(([e, ratio]) => `${e.className || e.localName} '${e.textContent.trim()}' ${ratio.toFixed(2)}`);
            })()
            """);

        Assert.That(faint, Is.Empty);
        Assert.That(await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"), Is.EqualTo(scheme == "dark" ? "rgb(12, 15, 20)" : "rgb(243, 245, 248)"));
    }

    [Test]
    public async Task The_page_fits_a_phone()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        await using var desk = await OpenDeskAsync(exchange);
        var page = await _browser.OpenAsync(desk.Address);
        await page.ResizeAsync(390, 844);
        await page.WaitForAsync("document.querySelector('#tape tbody tr') && innerWidth == 390");

        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
    }

    // A button is pressed five times, and the responses use the same socket as the page updates.
    private static Task<LoadFigures> MeasureAsync(BrowserPage page) => page.EvaluateAsync<LoadFigures>("""
        (async () => {
            let pictures = 0;
            const watch = new MutationObserver(() => pictures++);
            watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
            const start = performance.now(), answers = [];
            for (let i = 0; i < 5; i++) {
                const desk = document.querySelector('.desk'), before = desk.dataset.theme, pressed = performance.now();
                document.querySelector('.theme').click();
                await new Promise(done => { const look = () => desk.dataset.theme != before ? done() : requestAnimationFrame(look); look(); });
                answers.push(performance.now() - pressed);
                await new Promise(done => setTimeout(done, 400));
            }
            watch.disconnect();
            return { Pictures: pictures, Seconds: (performance.now() - start) / 1000, SlowestAnswer: Math.max(...answers) };
        })()
        """);

    /// <summary>Four trades and a book, repeatedly.</summary>
    private static async Task<(int Trades, decimal LastPrice)> FloodAsync(SimulatedExchange exchange, int perSecond, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var start = TimeProvider.System.GetTimestamp();
        var (sent, trades, price) = (0, 0, 61_800m);
        try
        {
            while (await timer.WaitForNextTickAsync(enough))
            {
                var due = TimeProvider.System.GetElapsedTime(start).TotalSeconds * perSecond;
                for (; sent < due; sent++)
                {
                    var time = Start + sent * 1000L / perSecond;
                    if (sent % 5 == 4)
                    {
                        exchange.Send(BookText(time, price));
                        continue;
                    }

                    price = 61_800 + sent % 97 * 0.1m;
                    exchange.Send(TradeText(time, price, 0.01m, sent % 2 == 0 ? "BUY" : "SELL"));
                    trades++;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test has stopped it.
        }

        return (trades, price);
    }

    private static string TradeText(long time, decimal price, decimal quantity, string side) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{time}}},"data":{"price":{{{price}}},"quantity":{{{quantity}}},"side":"{{{side}}}"}}""");

    private static string BookText(long time, decimal mid)
    {
        string Side(int sign) => string.Join(',', Enumerable.Range(1, 10).Select(i => string.Create(CultureInfo.InvariantCulture, $$$"""{"price":{{{mid + sign * i * 0.1m}}},"quantity":{{{i}}}}""")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":{{{time}}},"data":{"asks":[{{{Side(1)}}}],"bids":[{{{Side(-1)}}}]}}""");
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

    private sealed record LoadFigures(int Pictures, double Seconds, double SlowestAnswer);

    private sealed class Refusing : WireBehaviour
    {
        public override int? Refuse(string key, string symbol) => 503;
    }
}
