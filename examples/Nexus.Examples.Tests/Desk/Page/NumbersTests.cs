using static Nexus.Examples.Tests.Desk.Page.OpenDesk;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests that each panel shows the feed's numbers: one scenario, one desk, one browser page.</summary>
[CancelAfter(60_000)]
public sealed class NumbersTests
{
    private const string Milliseconds = "HH:mm:ss.fff";

    private OpenDesk _desk = null!;

    private BrowserPage Page => _desk.Page;

    [OneTimeSetUp]
    public async Task PlayTheScenario()
    {
        _desk = await QuietAsync();
        _desk.Book(0, asks: [(61_801.4m, 0.25m), (61_801.5m, 2)], bids: [(61_800.9m, 1.5m), (61_800.2m, 3.125m)]);
        _desk.Trade(1, 61_801.4m, 0.5m, "BUY");
        _desk.Trade(900, 61_800.9m, 1.5m, "SELL");
        _desk.Order(901, 254_558, "BUY", 61_800.9m, 2, "PARTIAL_FILLED", executed: 1.5m);
        _desk.Fill(902, 5, 254_558, "BUY", 61_800.9m, 1.5m);
        _desk.Trade(2600, 61_801.4m, 0.1m, "BUY");
        _desk.Trade(2600, 61_801.5m, 0.3m, "BUY");
        _desk.Book(3100, asks: [(61_801.4m, 0.25m), (61_801.5m, 2)], bids: [(61_800.9m, 1.5m), (61_800.2m, 3.125m)]);
        await Page.WaitForTextAsync("#trades", "4");
    }

    [OneTimeTearDown]
    public async Task CloseTheDesk() => await _desk.DisposeAsync();

    [TearDown]
    public void NothingWentWrong() => _desk.AssertNoComplaint();

    [Test]
    public async Task The_ladder_shows_levels_sums_own_orders_and_traded_volume()
    {
        await Page.WaitForTextAsync("#mid", "61,801.15");
        await Page.WaitForTextAsync("#spread", "0.5");
        await Page.WaitForRowsAsync("#ladder .asks", ["61,801.5", "2.000", "2.250", "139.1 k", "0.300"], ["61,801.4", "0.250", "0.250", "15.5 k", "0.600"]);
        await Page.WaitForRowsAsync("#ladder .bids", ["61,800.9", "1.500, yours: 0.500", "1.500", "92.7 k", "1.500"], ["61,800.2", "3.125", "4.625", "285.8 k", ""]);
    }

    [Test]
    public async Task The_ladder_groups_prices()
    {
        await Page.EvaluateAsync<bool>("(select => (select.value = '1.0', select.dispatchEvent(new Event('change', { bubbles: true }))))(document.querySelector('#step'))");
        await Page.WaitForRowsAsync("#ladder .asks", ["61,802.0", "2.250", "2.250", "139.1 k", "0.900"]);
        await Page.WaitForRowsAsync("#ladder .bids", ["61,800.0", "4.625, yours: 0.500", "4.625", "285.8 k", "1.500"]);

        await Page.EvaluateAsync<bool>("(select => (select.value = '', select.dispatchEvent(new Event('change', { bubbles: true }))))(document.querySelector('#step'))");
        await Page.WaitForAsync("document.querySelectorAll('#ladder .asks tr').length == 2");
    }

    [Test]
    public async Task The_tape_shows_trades_filters_them_and_joins_sweeps()
    {
        string[] first = ["61,801.4 bought", "0.5", _desk.At(1, Milliseconds)], large = ["61,800.9 sold", "1.5", _desk.At(900, Milliseconds)];
        await Page.WaitForRowsAsync("#tape tbody", ["61,801.5 bought", "0.3", _desk.At(2600, Milliseconds)], ["61,801.4 bought", "0.1", _desk.At(2600, Milliseconds)], large, first);

        await Page.ClickAsync("#sweeps");
        await Page.WaitForRowsAsync("#tape tbody", ["61,801.5 bought", "×2 0.4", _desk.At(2600, Milliseconds)], large, first);
        await Page.ClickAsync("#sweeps");
        await Page.TypeAsync("#smallest", "0.5");
        await Page.WaitForRowsAsync("#tape tbody", large, first);
        await Page.TypeAsync("#smallest", "0");
        await Page.WaitForAsync("document.querySelectorAll('#tape tbody tr').length == 4");
    }

    [Test]
    public async Task The_statistics_the_position_and_the_orders_agree()
    {
        await Page.WaitForTextAsync("#change", "+0.1 (+0.00 %)");
        foreach (var (id, text) in new[] { ("session-open", "61,801.4"), ("session-high", "61,801.5"), ("session-low", "61,800.9"), ("session-vwap", "61,801.1"), ("volume", "2.4"), ("last", "61,801.5") })
            await Page.WaitForTextAsync($"#{id}", text);

        // 1.5 bought at 61,800.9, valued at the mid price 61,801.15.
        foreach (var (id, text) in new[] { ("position", "+1.5"), ("cost", "61,800.9"), ("unrealized", "+0.38"), ("realized", "0.00"), ("fees", "0.00") })
            await Page.WaitForTextAsync($"#{id}", text);
        await Page.WaitForRowsAsync("#orders tbody", ["254558", "Buy", "Limit", "61,800.9", "1.5", "2.0", "61,800.9", "Partial", "cancel"]);
        await Page.WaitForTextAsync(".life li:first-child b", "Fill confirmed");
    }

    [Test]
    public async Task The_chart_shows_the_candle_under_the_crosshair_in_each_time_frame()
    {
        await ExpectCandle(0, "61,801.4", "61,801.5", "61,800.9", "61,801.5", "2.4");

        await Page.PressAsync("1");
        await Page.WaitForAsync("document.querySelector('.chart [aria-pressed=true]').textContent == '1 s'");
        await ExpectCandle(2000, "61,801.4", "61,801.5", "61,801.4", "61,801.5", "0.4");
        await Page.EvaluateAsync<bool>("(document.querySelector('.chart .script').focus(), true)");
        await Page.PressAsync("Shift+ArrowLeft");
        for (var i = 0; i < 30 && await Page.EvaluateAsync<string>("document.querySelector('.ohlc time').textContent") != _desk.At(0); i++)
            await Page.PressAsync("Shift+ArrowLeft");
        await ExpectCandle(0, "61,801.4", "61,801.4", "61,800.9", "61,800.9", "2.0");
        await Page.WaitForTextAsync(".fills", "own +1.5 @ 61,800.9");

        // The VWAP of the day at the end of that second: (61,801.4 × 0.5 + 61,800.9 × 1.5) / 2.
        await Page.WaitForTextAsync(".ohlc .vwap", "61,801.03");
        await Page.PressAsync("Escape");
        await Page.ClickAsync(".chart .choices button:nth-child(2)");
        await ExpectCandle(0, "61,801.4", "61,801.5", "61,800.9", "61,801.5", "2.4");
    }

    [Test]
    public async Task The_depth_shows_price_quantity_and_value_at_the_pointer_and_at_the_keys()
    {
        await Page.PointAsync(".depth .script", 0.01, 0.5);
        await Page.WaitForTextAsync("#depth-at", "price 61,800.2total 4.625notional 285,826.98");
        await Page.PointAsync("#depth-title", 0.5, 0.5);
        await Page.WaitForTextAsync("#depth-at", "");

        await Page.EvaluateAsync<bool>("(document.querySelector('.depth .script').focus(), true)");
        await Page.PressAsync("ArrowRight");
        await Page.WaitForTextAsync("#depth-at", "price 61,801.4total 0.250notional 15,450.35");
        await Page.PressAsync("ArrowRight");
        await Page.WaitForTextAsync("#depth-at", "price 61,801.5total 2.250notional 139,053.35");
        await Page.PressAsync("Escape");
        await Page.WaitForTextAsync("#depth-at", "");
    }

    [Test]
    public async Task The_heat_map_shows_the_quantity_of_a_cell()
    {
        await Page.WaitForTextAsync("#heat-greatest", "3.125");
        await Page.EvaluateAsync<bool>("(document.querySelector('.heat .script').focus(), true)");
        await Page.PressAsync("ArrowRight");
        await Page.WaitForAsync($"document.querySelector('#heat-at').textContent == '{_desk.At(0)} · 61,800.9 · bid 1.5'");
        await Page.PressAsync("ArrowUp");
        await Page.WaitForAsync("/ · 61,801.4 · ask 0.25$/.test(document.querySelector('#heat-at').textContent)");
        await Page.PressAsync("Escape");
        await Page.WaitForTextAsync("#heat-at", "");
    }

    private async Task ExpectCandle(int time, params string[] numbers)
    {
        await Page.WaitForTextAsync(".ohlc time", _desk.At(time));
        foreach (var (name, number) in new[] { "open", "high", "low", "close", "volume" }.Zip(numbers))
            await Page.WaitForTextAsync($".ohlc .{name}", number);
    }
}
