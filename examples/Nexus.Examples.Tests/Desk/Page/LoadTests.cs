using System.Globalization;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests the page under load.</summary>
[CancelAfter(120_000)]
public sealed class LoadTests
{
    private static readonly string[] Symbols = [.. Enumerable.Range(1, 20).Select(static i => $"SPOT_C{i}_USDT")];

    // This test depends on speed, so it is repeated on a busy machine.
    [Test, Retry(3)]
    public async Task Ten_thousand_messages_a_second_on_twenty_symbols_leave_the_page_responsive(CancellationToken cancellationToken)
    {
        await using var desk = await OpenDesk.QuietAsync(queueLimit: 1_000_000, Symbols);
        var page = desk.Page;
        var idle = await MeasureAsync(page);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var flood = Task.Run(() => FloodAsync(desk, perSecond: 11_000, enough.Token), cancellationToken);
        await page.WaitForAsync("Number(document.querySelector('#rate')?.textContent.replace(',', '')) >= 500");

        var load = await MeasureAsync(page);
        await enough.CancelAsync();
        var (trades, lastPrice) = await flood;

        TestContext.Out.WriteLine($"idle {idle}, flooded {load}");
        Assert.That(desk.Exchange.Connections, Has.Count.EqualTo(Symbols.Length), "no watchdog takes a backlog for silence");
        Assert.That(load.SlowestAnswer, Is.LessThan(900 + 5 * idle.SlowestAnswer), "milliseconds from a click to its answer; a busy machine answers late without a flood, too");
        Assert.That(load.Pictures, Is.LessThanOrEqualTo(20 * load.Seconds + 2 * 5 + 1), "twenty pictures a second, and a click is drawn at once and when it is done");
        await page.WaitForTextAsync("#trades", trades.ToString("N0", CultureInfo.InvariantCulture));
        await page.WaitForTextAsync("#last", lastPrice.ToString("N1", CultureInfo.InvariantCulture));
        desk.AssertNoComplaint();
    }

    // A button is pressed five times, and the responses use the same socket as the page updates. What scripts draw or write is not a picture of the server.
    private static Task<LoadFigures> MeasureAsync(BrowserPage page) => page.EvaluateAsync<LoadFigures>("""
        (async () => {
            let pictures = 0;
            const own = node => (node.nodeType == 1 ? node : node.parentElement)?.closest('.script, .ohlc, .readout, .newest');
            const watch = new MutationObserver(changes => pictures += changes.some(change => !own(change.target)) ? 1 : 0);
            watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
            const start = performance.now(), answers = [];
            for (let i = 0; i < 5; i++) {
                const desk = document.querySelector('.desk'), before = desk.dataset.theme, pressed = performance.now();
                document.querySelector('.theme').click();
                await new Promise(done => { const look = () => desk.dataset.theme != before ? done() : requestAnimationFrame(look); look(); });
                answers.push(performance.now() - pressed);
                await new Promise(done => setTimeout(done, 300));
            }
            watch.disconnect();
            return { Pictures: pictures, Seconds: (performance.now() - start) / 1000, SlowestAnswer: Math.max(...answers) };
        })()
        """);

    /// <summary>Sends four trades and a book, repeatedly, to each symbol in turn. Returns what the first symbol received.</summary>
    private static async Task<(int Trades, decimal LastPrice)> FloodAsync(OpenDesk desk, int perSecond, CancellationToken enough)
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
                    var time = sent * 1000L / perSecond;
                    var (round, symbol) = (sent / Symbols.Length, Symbols[sent % Symbols.Length]);
                    var next = 61_800 + round % 97 * 0.1m;
                    if (round % 5 == 4)
                    {
                        desk.Book(time, Side(next, 1), Side(next, -1), symbol);
                        continue;
                    }

                    desk.Trade(time, next, 0.01m, round % 2 == 0 ? "BUY" : "SELL", symbol);
                    if (symbol == Symbols[0])
                        (trades, price) = (trades + 1, next);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test has stopped it.
        }

        return (trades, price);
    }

    private static (decimal Price, decimal Quantity)[] Side(decimal mid, int sign) => [.. Enumerable.Range(1, 10).Select(i => (mid + sign * i * 0.1m, (decimal)i))];

    private sealed record LoadFigures(int Pictures, double Seconds, double SlowestAnswer);
}
