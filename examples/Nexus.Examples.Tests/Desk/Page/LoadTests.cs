using System.Globalization;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests the page under load.</summary>
[CancelAfter(120_000)]
public sealed class LoadTests
{
    // This test depends on speed, so it is repeated on a busy machine.
    [Test, Retry(3)]
    public async Task Ten_thousand_messages_a_second_on_twenty_symbols_leave_the_page_responsive(CancellationToken cancellationToken)
    {
        await using var desk = await OpenDesk.QuietAsync(queueLimit: 1_000_000, Flood.Symbols);
        var page = desk.Page;
        var idle = await MeasureAsync(page);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var flood = new Flood(desk.Market, perSecond: 11_000);
        var flooding = Task.Run(() => flood.RunAsync(enough.Token), cancellationToken);
        await page.WaitForAsync("Number(document.querySelector('#rate')?.textContent.replace(',', '')) >= 500");

        var load = await MeasureAsync(page);
        await enough.CancelAsync();
        await flooding;

        TestContext.Out.WriteLine($"idle {idle}, flooded {load}");
        Assert.That(desk.Exchange.Connections, Has.Count.EqualTo(Flood.Symbols.Length), "no watchdog takes a backlog for silence");
        Assert.That(load.SlowestAnswer, Is.LessThan(900 + 5 * idle.SlowestAnswer), "milliseconds from a click to its answer; a busy machine answers late without a flood, too");
        Assert.That(load.Pictures, Is.LessThanOrEqualTo(20 * load.Seconds + 2 * 5 + 1), "twenty pictures a second, and a click is drawn at once and when it is done");
        await page.WaitForTextAsync("#trades", flood.Trades.ToString("N0", CultureInfo.InvariantCulture));
        await page.WaitForTextAsync("#last", flood.LastPrice.ToString("N1", CultureInfo.InvariantCulture));
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

    private sealed record LoadFigures(int Pictures, double Seconds, double SlowestAnswer);
}
