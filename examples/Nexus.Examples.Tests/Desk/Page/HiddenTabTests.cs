using System.Globalization;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests a tab that is hidden behind another one and comes back.</summary>
[CancelAfter(60_000)]
public sealed class HiddenTabTests
{
    private const string Shown = "`${document.querySelector('#last').textContent} ${document.querySelector('#trades')?.textContent}`";

    [Test]
    public async Task A_hidden_tab_is_not_drawn_and_shows_the_current_state_when_it_comes_back()
    {
        await using var desk = await OpenDesk.QuietAsync();
        Send(desk, from: 0, count: 10);
        await desk.Page.WaitForAsync($"{Shown} == '109 10'");

        var other = await DeskBrowser.OpenAsync(new Uri("about:blank"));
        await other.ShowAsync();
        while (!await desk.Page.EvaluateAsync<bool>("document.hidden"))
            await NextAsync(other, 10);
        Send(desk, from: 10, count: 55);
        await NextAsync(other, 1500);
        Assert.That(await desk.Page.EvaluateAsync<string>(Shown), Is.EqualTo("109 10"), "nothing is drawn that cannot be seen");

        await desk.Page.ShowAsync();
        await desk.Page.WaitForAsync($"{Shown} == '164 65'");
        await desk.Page.WaitForLevelsAsync("#ladder .asks", [new Level(165, 1)]);
        await desk.Page.WaitForAsync("[...document.querySelectorAll('#tape .price')].map(cell => parseFloat(cell.textContent)).join() == Array.from({ length: 60 }, (_, i) => 164 - i).join()");
        await desk.Page.WaitForTextAsync(".ohlc time", desk.At(320_000));
        Assert.That(await desk.Page.EvaluateAsync<bool>("document.querySelector('.newest').hidden"), "the chart follows the newest candle");
        desk.AssertNoComplaint();
        await other.CloseAsync();
    }

    // A trade and a book each five seconds, so each is a candle of its own. All are before the session ends.
    private static void Send(OpenDesk desk, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            desk.Trade(i * 5000, 100.0m + i, 1, "BUY");
            desk.Book(i * 5000 + 1, [(101.0m + i, 1)], [(99.0m + i, 1)]);
        }
    }

    private static Task<bool> NextAsync(BrowserPage page, int milliseconds) =>
        page.EvaluateAsync<bool>(string.Create(CultureInfo.InvariantCulture, $"new Promise(done => setTimeout(() => done(true), {milliseconds}))"));
}
