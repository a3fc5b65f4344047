using System.Globalization;
using System.Reactive.Linq;
using System.Text.Json;
using Nexus.Desk;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests a recording of a real session against numbers that were computed independently.</summary>
[CancelAfter(120_000)]
public sealed class ReplayTests
{
    private static readonly string[] Sides = ["asks_desc", "bids_desc"];

    [Test]
    public async Task A_real_session_played_paused_and_sought_shows_the_expected_numbers()
    {
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Require("btcusdt-20240808-depth20.expected.json")));
        await using var host = await DeskHost.StartAsync(new DeskOptions { Replay = [SharedData.RecordingPath()], Speed = 10, Symbols = [] });
        var page = await DeskBrowser.OpenAsync(host.Address);

        // The time runs ten times as fast, until it is paused.
        await page.WaitForAsync("document.querySelector('#speed')?.value == '10' && document.querySelectorAll('#tape tbody tr').length > 20");
        await page.ClickAsync("#play");
        await page.WaitForTextAsync("#connection", "Paused");
        await page.WaitForTextAsync(".playback [role=status]", "paused");
        var (paused, rows) = (await Text("#played"), await Text("#tape tbody"));
        await page.PressAsync("1");
        await page.WaitForAsync("document.querySelector('.chart [aria-pressed=true]').textContent == '1 s'");
        Assert.That((await Text("#played"), await Text("#tape tbody")), Is.EqualTo((paused, rows)));

        // A minute before midnight, where the VWAP of the day still starts with the recording.
        await SeekAsync(0.8);
        var seconds = expected.RootElement.GetProperty("tumbling_1000ms").EnumerateObject().Select(static window => (
            Start: DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(window.Name, CultureInfo.InvariantCulture)),
            Notional: Number(window.Value[1]),
            Volume: Number(window.Value[2]))).ToArray();
        await page.EvaluateAsync<bool>("(document.querySelector('.chart .script').focus(), true)");
        var compared = 0;
        for (var i = 0; i < 12; i++)
        {
            await page.PressAsync("Shift+ArrowLeft");
            await page.EvaluateAsync<bool>("new Promise(done => requestAnimationFrame(() => done(true)))");
            var shown = await page.EvaluateAsync<string[]>("['time', '.volume', '.vwap'].map(part => document.querySelector(`.ohlc ${part}`).textContent.replaceAll(',', ''))");
            var at = Array.FindIndex(seconds, second => second.Start.ToString("HH:mm:ss", CultureInfo.InvariantCulture) == shown[0]);
            if (at < 0 || i < 2)
                continue;
            var vwap = seconds[..(at + 1)].Sum(static second => second.Notional) / seconds[..(at + 1)].Sum(static second => second.Volume);
            Assert.That(shown[1..], Is.EqualTo(new[] { seconds[at].Volume.ToString("F5", CultureInfo.InvariantCulture), vwap.ToString("F3", CultureInfo.InvariantCulture) }), shown[0]);
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(5));

        // The end of the recording: the last book in the ladder, and its sums in the depth.
        await SeekAsync(1);
        var book = expected.RootElement.GetProperty("last_book");
        Level[][] sides = [.. Sides.Select(side => book.GetProperty(side).EnumerateArray().Select(static level => new Level(Number(level[0]), Number(level[1]))).ToArray())];
        await page.WaitForLevelsAsync("#ladder .asks", sides[0][^15..]);
        await page.WaitForLevelsAsync("#ladder .bids", sides[1][..15]);
        await page.PointAsync(".depth .script", 0.001, 0.5);
        await page.WaitForAsync($"document.querySelector('#depth-at').textContent.includes('total {sides[1].Sum(static level => level.Quantity).ToString("F5", CultureInfo.InvariantCulture)}')");
        Assert.That(page.Complaints, Is.Empty);

        Task<string> Text(string selector) => page.EvaluateAsync<string>($"document.querySelector('{selector}').textContent");

        async Task SeekAsync(double progress)
        {
            await page.EvaluateAsync<bool>($"(range => (range.value = {(int)(progress * 1000)}, range.dispatchEvent(new Event('change', {{ bubbles: true }}))))(document.querySelector('#position-in-time'))");
            var state = await host.Source.Player!.States.FirstAsync();
            await page.WaitForTextAsync("#played", (state.Start + (state.End - state.Start) * progress).ToString("HH:mm:ss", CultureInfo.InvariantCulture));
        }
    }

    private static decimal Number(JsonElement text) => decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}
