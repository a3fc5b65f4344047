namespace Nexus.Examples.Tests.Desk.Page.Endurance;

/// <summary>
/// Presses keys and clicks with the mouse, and measures the time from the browser's event to the frame that shows the answer. Each answer comes from the
/// server, on the same socket as the pictures.
/// </summary>
internal sealed class InputMeter(BrowserPage page)
{
    // What is pressed, and what the page shows then; a second press takes it back.
    private static readonly (bool IsKey, string What, string Shows)[] Inputs =
    [
        (false, "#tab-done", "document.querySelector('#tab-done').ariaSelected == 'true'"),
        (true, "1", "document.querySelector('.chart [aria-pressed=true]').textContent == '1 s'"),
        (false, ".chart .choices button:nth-child(3)", "document.querySelector('.chart [aria-pressed=true]').textContent == '15 s'"),
        (true, "t", "document.querySelector('.desk').dataset.theme == 'light'"),
        (false, "#tab-open", "document.querySelector('#tab-open').ariaSelected == 'true'"),
        (true, "2", "document.querySelector('.chart [aria-pressed=true]').textContent == '5 s'"),
        (true, "t", "document.querySelector('.desk').dataset.theme == 'dark'"),
        (true, "t", "document.querySelector('.desk').dataset.theme == 'auto'"),
    ];

    /// <summary>The number of inputs of a round; after a round, the page is as before.</summary>
    public static int PerRound => Inputs.Length;

    /// <summary>Returns the latencies of a round in milliseconds.</summary>
    public async Task<double[]> MeasureAsync()
    {
        var latencies = new List<double>();
        foreach (var (isKey, what, shows) in Inputs)
        {
            await page.EvaluateAsync<bool>($$"""
                (() => {
                    window.answered = new Promise(done => {
                        let pressed;
                        addEventListener('{{(isKey ? "keydown" : "click")}}', event => pressed = event.timeStamp, { capture: true, once: true });
                        const watch = new MutationObserver(() => {
                            if (pressed === undefined || !({{shows}}))
                                return;
                            watch.disconnect();
                            requestAnimationFrame(() => done(performance.now() - pressed));
                        });
                        watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
                    });
                    return true;
                })()
                """);
            await (isKey ? page.PressAsync(what) : page.ClickWithMouseAsync(what));
            latencies.Add(await page.EvaluateAsync<double>("window.answered"));
            await page.EvaluateAsync<bool>("new Promise(done => setTimeout(() => done(true), 60))");
        }

        return [.. latencies];
    }
}
