using static Nexus.Examples.Tests.Desk.Page.OpenDesk;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests that every control is reached and used without a mouse.</summary>
[CancelAfter(60_000)]
public sealed class KeyboardTests
{
    private static readonly string[] Places =
    [
        "Symbol", "Colors: light. Change", "Keys", "Cut", "Order book", "Group", "Width of the order book", "1 s", "Candles with VWAP and its bands",
        "Height of the price chart", "Width of the depth chart", "Quantities by price and time, with the trades of the tape as dots", "Height of the orders",
        "Width of the ticket and the trades", "Buy", "Limit", "Price", "Quantity", "Review Buy", "Height of the order ticket", "min", "sweeps", "Trades",
    ];

    [Test]
    public async Task Tab_reaches_every_control_and_keys_use_them()
    {
        await using var desk = await LivelyAsync(Btc, Eth);
        var page = desk.Page;

        await page.PressAsync("Tab");
        Assert.That(await page.EvaluateAsync<string>("document.activeElement.value"), Is.EqualTo(Btc));
        await page.PressAsync("ArrowRight");
        await page.WaitForAsync("Number(document.querySelector('#mid').textContent.replace(',', '')) < 10000");
        await page.WaitForAsync("location.search.includes('symbol=SPOT_ETH_USDT')");
        await page.PressAsync("t");
        await page.WaitForAsync("document.querySelector('.desk').dataset.theme == 'light'");
        await page.PressAsync("?");
        await page.WaitForAsync("document.querySelector('#keys[open]')");
        await page.PressAsync("Escape");
        await page.WaitForAsync("!document.querySelector('#keys[open]')");

        await page.EvaluateAsync<bool>("(document.querySelector('.symbol :checked').focus(), true)");
        var reached = new HashSet<string>();
        for (var i = 0; i < 120 && !reached.Contains("Trades"); i++)
        {
            reached.Add(await page.EvaluateAsync<string>("""
                (e => e.type == 'radio' ? 'Symbol' : e.getAttribute('aria-label') ?? document.getElementById(e.getAttribute('aria-labelledby'))?.textContent ?? (e.labels?.[0] ? [...e.labels[0].childNodes].filter(node => node.nodeType == 3).map(node => node.textContent).join('') : e.textContent).trim())(document.activeElement)
                """));
            await page.PressAsync("Tab");
        }

        Assert.That(reached, Is.SupersetOf(Places));
    }

    [Test]
    public async Task Single_keys_can_be_switched_off()
    {
        await using var desk = await QuietAsync();
        await desk.Page.PressAsync("?");
        await desk.Page.ClickAsync("#single-keys");
        await desk.Page.PressAsync("Escape");
        await desk.Page.PressAsync("t");
        await desk.Page.PressAsync("?");
        Assert.That(await desk.Page.EvaluateAsync<string>("`${document.querySelector('.desk').dataset.theme} ${document.querySelector('#keys').open}`"), Is.EqualTo("auto false"));
    }
}
