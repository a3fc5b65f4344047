using Deque.AxeCore.Commons;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests the page with axe, a checker of the rules for accessible pages.</summary>
[CancelAfter(120_000)]
public sealed class AxeTests
{
    private static readonly (int Width, int Height)[] Sizes = [(1280, 800), (390, 844), (3840, 2160)];

    [Test]
    public async Task Axe_finds_nothing_in_both_color_schemes_at_three_sizes_and_in_every_state()
    {
        await using var desk = await OpenDesk.LivelyAsync(OpenDesk.Btc, OpenDesk.Eth);
        var page = desk.Page;
        await page.EvaluateAsync<bool>($"{await ReadAxe()}; true");
        foreach (var scheme in new[] { "light", "dark" })
        {
            await page.ColorsAsync(scheme, motion: "reduce");
            foreach (var (width, height) in Sizes)
            {
                await page.ResizeAsync(width, height);
                await page.WaitForAsync($"innerWidth == {width}");
                await Check(page, $"{scheme} {width}");
            }
        }

        await page.ResizeAsync(1280, 800);
        await page.ClickAsync("#review");
        await page.WaitForAsync("document.querySelector('.problem')");
        await Check(page, "problems");
        await page.TypeAsync("#price", "61000");
        await page.TypeAsync("#quantity", "1");
        await page.ClickAsync("#review");
        await page.WaitForAsync("document.querySelector('#confirm')");
        await page.ClickAsync("#Outage");
        await page.WaitForAsync("document.querySelector('.is-stale')");
        await Check(page, "confirmation and outage");
        await page.ClickAsync("[data-opens=keys]");
        await page.WaitForAsync("document.querySelector('#keys[open]')");
        await Check(page, "keys");
    }

    private static async Task Check(BrowserPage page, string state)
    {
        var violations = await page.EvaluateAsync<string[]>("""
            axe.run(document, { resultTypes: ['violations'] })
                .then(result => result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`)))
            """);
        Assert.That(violations, Is.Empty, state);
    }

    private static async Task<string> ReadAxe()
    {
        await using var script = typeof(AxeResult).Assembly.GetManifestResourceStream("Deque.AxeCore.Commons.Resources.axe.min.js")!;
        using var reader = new StreamReader(script);
        return await reader.ReadToEndAsync();
    }
}
