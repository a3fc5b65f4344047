using System.Globalization;
using System.Reactive.Linq;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests what the page shows while the connection is lost.</summary>
[CancelAfter(60_000)]
public sealed class ConnectionPageTests
{
    [Test]
    public async Task An_outage_started_by_a_click_is_shown_as_stale_and_recovers()
    {
        await using var desk = await OpenDesk.LivelyAsync();
        var page = desk.Page;

        // Of the trades only those that are too large to exist: a gap is always shown, and stays in sight.
        await page.TypeAsync("#smallest", "1000000");
        await page.ClickAsync("#Outage");
        await page.WaitForTextAsync(".is-stale #connection", "Stale");
        var book = await desk.Host.Markets[0].Books.FirstAsync();
        await page.WaitForTextAsync("#mid", book.Mid!.Value.ToString("N2", CultureInfo.InvariantCulture));
        await page.WaitForLevelsAsync("#ladder .asks", book.Asks.Take(15).Reverse());
        await page.WaitForLevelsAsync("#ladder .bids", book.Bids.Take(15));
        Assert.That(await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.ladder')).filter"), Does.Contain("grayscale"));

        await page.WaitForTextAsync(".desk:not(.is-stale) #connection", "Live");
        await page.WaitForTextAsync("#hostility", "Outage is over.");
        await page.WaitForAsync("document.querySelector('#tape .gap')");
        desk.AssertNoComplaint();
    }
}
