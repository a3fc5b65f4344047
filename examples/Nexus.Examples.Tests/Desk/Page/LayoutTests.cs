namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests the sizes of the page and of its panels.</summary>
[CancelAfter(60_000)]
public sealed class LayoutTests
{
    private const string Width = "document.querySelector('.ladder').getBoundingClientRect().width";

    private OpenDesk _desk = null!;

    private BrowserPage Page => _desk.Page;

    [OneTimeSetUp]
    public async Task Open() => _desk = await OpenDesk.LivelyAsync(OpenDesk.Btc, OpenDesk.Eth);

    [OneTimeTearDown]
    public async Task CloseTheDesk() => await _desk.DisposeAsync();

    [TestCase(1280, 800)]
    [TestCase(1440, 900)]
    [TestCase(3840, 2160)]
    public async Task On_a_screen_everything_fits_without_scrolling(int width, int height)
    {
        await Page.ResizeAsync(width, height);
        await Page.WaitForAsync($"innerWidth == {width}");

        Assert.That(await Page.EvaluateAsync<int[]>("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"), Is.EqualTo(new[] { width, height }));
        Assert.That(await FindCutOff(), Is.Empty);
        Assert.That(await Page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('#tape td')).fontSize)"), Is.GreaterThanOrEqualTo(width / 240.0), "readable from the same distance");
    }

    [Test]
    public async Task On_a_phone_nothing_is_wider_than_the_screen()
    {
        await Page.ResizeAsync(390, 844);
        await Page.WaitForAsync("innerWidth == 390");

        Assert.That(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
        Assert.That(await FindCutOff(), Is.Empty);
        Assert.That(await Page.EvaluateAsync<double>("Math.min(...[...document.querySelectorAll('.script')].map(e => e.clientHeight))"), Is.GreaterThan(120));
    }

    [Test]
    public async Task A_panel_can_be_resized_by_mouse_and_keyboard_and_keeps_its_size()
    {
        await Page.ResizeAsync(1440, 900);
        await Page.WaitForAsync("innerWidth == 1440");
        var before = await Page.EvaluateAsync<double>(Width);
        var (x, y) = await Page.PointAsync("[data-size=left]", 0.5, 0.5, "mousePressed");
        await Page.MouseAsync("mouseMoved", x + 50, y);
        await Page.MouseAsync("mouseMoved", x + 100, y);
        await Page.MouseAsync("mouseReleased", x + 100, y);
        await Page.WaitForAsync($"Math.abs({Width} - {FormattableString.Invariant($"{before + 100}")}) < 2");

        await Page.EvaluateAsync<bool>("(document.querySelector('[data-size=left]').focus(), true)");
        await Page.PressAsync("ArrowRight");
        var wide = await Page.EvaluateAsync<double>(Width);
        Assert.That(wide, Is.GreaterThan(before + 110));
        Assert.That(await Page.EvaluateAsync<string>("document.activeElement.ariaValueNow"), Is.EqualTo(Math.Round(100 * wide / (1440 - 12)).ToString("0", System.Globalization.CultureInfo.InvariantCulture)));

        await Page.GoToAsync(_desk.Host.Address);
        await Page.WaitForAsync($"document.querySelector('.ladder') && Math.abs({Width} - {FormattableString.Invariant($"{wide}")}) < 2");
        await Page.EvaluateAsync<bool>("(document.querySelector('[data-size=left]').focus(), true)");
        await Page.PressAsync("Enter");
        await Page.WaitForAsync($"Math.abs({Width} - {FormattableString.Invariant($"{before}")}) < 2");
    }

    [Test]
    public async Task The_drawings_follow_the_colors_of_the_system()
    {
        for (var i = 0; i < 6; i++)
        {
            await Page.ColorsAsync(i % 2 == 0 ? "dark" : "light");
            await Page.WaitForAsync("""
                getComputedStyle(document.querySelector('.chart')).backgroundColor == `rgb(${[...document.querySelector('.chart canvas').getContext('2d').getImageData(5, 5, 1, 1).data].slice(0, 3).join(', ')})`
                && matchMedia('(prefers-color-scheme: dark)').matches == 
                """ + (i % 2 == 0 ? "true" : "false"));
        }
    }

    [Test]
    public async Task Reduced_motion_stops_every_animation()
    {
        await Page.ColorsAsync("light");
        await Page.WaitForAsync("document.getAnimations().length > 0");
        await Page.ColorsAsync("light", motion: "reduce");
        await Page.WaitForAsync("document.querySelector('#ladder [class*=grown], #ladder [class*=shrunk]') && document.getAnimations().length == 0");
    }

    // Texts that are wider than their place, and panels whose content is wider than they are. A reason that is too long has an ellipsis, by design.
    private Task<string[]> FindCutOff() => Page.EvaluateAsync<string[]>("""
        [...document.querySelectorAll('.fill, .bar > *, .panel h2, .strip, .statistics, #ladder td, #tape td, .ticket *')]
            .filter(e => !e.closest('.symbols, .script, .gap, .unseen') && (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 || e.getBoundingClientRect().right > innerWidth + 1))
            .map(e => `${e.closest('section')?.className ?? 'bar'} ${e.className || e.localName} ${e.scrollWidth} in ${e.clientWidth}: ${e.textContent.trim().slice(0, 40)}`)
        """);
}
