using System.Text.RegularExpressions;

namespace Nexus.Examples.Tests.Monitor;

public sealed partial class DashboardTests
{
    private static readonly string[] ThreeSymbols = ["SPOT_BTC_USDT", "SPOT_ETH_USDT", "SPOT_SOL_USDT"];

    [TestCase(80, 24, "feed.Books", "feed.Trades", "feed.VwapTumbling(1s)", "feed.Books.Diffs()", "new OrderLedger(feed.TrackOrders())", "client.Status")]
    [TestCase(120, 40, "feed.Books", "feed.Trades", "feed.VwapTumbling(1s)", "feed.Books.Diffs()", "new OrderLedger(feed.TrackOrders())", "client.RoundTrips")]
    [TestCase(200, 60, "feed.Books", "new OrderLedger(feed.TrackOrders())")]
    [TestCase(60, 20, "feed.Books", "feed.VwapTumbling(1s)", "new OrderLedger(feed.TrackOrders())")]
    [TestCase(40, 15, "feed.Books")]
    [TestCase(20, 8, "1000 1000.25", "SPOT_BTC_USDT", "CONNECTED")]
    [TestCase(12, 3, "1000 1000.25")]
    [TestCase(10, 3, "too small")]
    [TestCase(3, 2)]
    [TestCase(1, 1)]
    public void The_screen_fits_the_terminal_and_each_panel_has_its_code_as_title(int width, int height, params string[] titles)
    {
        foreach (var symbols in new[] { ThreeSymbols[..1], ThreeSymbols })
        {
            using var screen = new TestScreen(width, height, symbols: symbols).Fill();

            var lines = screen.Show();

            Assert.That(lines, Has.Count.LessThanOrEqualTo(height));
            Assert.That(lines.Select(static line => line.Length), Has.All.LessThanOrEqualTo(width));
            foreach (var title in titles)
                Assert.That(string.Join('\n', lines), Does.Contain(title));
        }
    }

    [TestCase(80, "price quantity", "start vwap volume", "updated order side filled quantity price status")]
    [TestCase(100, "price quantity", "start vwap volume trades", "updated order side filled quantity price status")]
    [TestCase(120, "price quantity", "time side price quantity", "start vwap volume trades", "updated order side filled quantity price status")]
    [TestCase(60, "price quantity", "start vwap volume", "order side filled quantity price status")]
    public void Every_panel_has_column_headers(int width, params string[] headers)
    {
        using var screen = new TestScreen(width).Fill();

        var picture = Spaces().Replace(screen.ShowText(), " ");

        foreach (var header in headers)
            Assert.That(picture, Does.Contain(header));
    }

    [Test]
    public void No_word_is_cut_at_any_size([Values(1, 3)] int symbols, [Values] bool isCut)
    {
        using var screen = new TestScreen(240, 60, symbols: ThreeSymbols[..symbols]).Fill();
        if (isCut)
        {
            screen.Status.OnNext(new ConnectionStatus.Reconnecting(1, "network: Connection reset by peer", TimeSpan.FromSeconds(2)));
            screen.Messages.OnNext(new FeedGap("network: Connection reset by peer"));
        }

        string[] others = ["Δ", "book", "bars", "trades", "diffs", "orders", "status", "too", "small", "1000", "…"];
        var whole = WordsOf(screen.ShowNow()).Concat(others).ToHashSet();
        for (var width = 9; width <= 130; width++)
        {
            screen.Resize(width, width % 8 == 0 ? 40 : 24);
            var lines = screen.ShowNow();
            var cut = WordsOf(lines).Where(word => !whole.Contains(word) && (width >= 30 || !word.EndsWith('…'))).ToList();
            Assert.That(cut, Is.Empty, $"{width} columns:\n{string.Join('\n', lines)}");
        }
    }

    [Test]
    public void Prices_and_quantities_are_aligned_at_the_decimal_point()
    {
        using var screen = new TestScreen().Fill();

        var lines = screen.Show();

        Assert.That(lines, Has.Some.Contains("│ 1001.00     0.75").And.Some.Contains("│ 1000.00    11.00").And.Some.Contains("│  999.50     1.25"), "the book");
        Assert.That(lines, Has.Some.Contains("│ ▼  999.50    12.00").And.Some.Contains("│ ▲ 1000.25     1.25"), "the trades");
    }

    [Test]
    public void The_clock_and_the_silence_run_while_the_connection_is_cut()
    {
        using var screen = new TestScreen().Fill();
        Assert.That(screen.Show()[1], Does.Contain("● CONNECTED").And.Contain("ping 0.4 ms").And.Contain("12:00:00 UTC · 0:00 of 0:30").And.Not.Contain("silent"));

        screen.Status.OnNext(new ConnectionStatus.Reconnecting(1, "network: Connection reset by peer", TimeSpan.FromSeconds(2)));
        screen.Messages.OnNext(new FeedGap("network: Connection reset by peer"));
        screen.Wait(3);

        Assert.That(screen.Show()[1], Does.Contain("● RECONNECTING").And.Contain("attempt 1").And.Contain("silent for 3 s").And.Contain("12:00:03 UTC · 0:03 of 0:30"));
        Assert.That(screen.Show()[2], Does.Contain("FeedGap").And.Contain("network: Connection reset by peer"));
        screen.Wait(1);
        Assert.That(screen.Show()[1], Does.Contain("silent for 4 s").And.Contain("12:00:04 UTC"));

        screen.Status.OnNext(new ConnectionStatus.Connected());
        screen.Messages.OnNext(new Ping(TestScreen.T0));
        Assert.That(screen.Show()[1], Does.Contain("● CONNECTED").And.Not.Contain("silent"));
    }

    [Test]
    public void A_connection_that_is_open_but_silent_says_so()
    {
        using var screen = new TestScreen().Fill();
        screen.Wait(1.5);
        Assert.That(screen.ShowText(), Does.Not.Contain("silent"));
        screen.Wait(1);
        Assert.That(screen.Show()[1], Does.Contain("● CONNECTED").And.Contain("silent for 2 s"));
    }

    [Test]
    public void A_feed_that_never_connected_shows_the_reason()
    {
        using var screen = new TestScreen();
        screen.Status.OnNext(new ConnectionStatus.Reconnecting(3, "network: Connection refused", TimeSpan.FromSeconds(2)));
        Assert.That(screen.ShowText(), Does.Contain("attempt 3").And.Contain("network: Connection refused"));
    }

    [Test]
    public void A_terminal_of_80_columns_shows_the_whole_reason_of_a_usual_gap()
    {
        using var screen = new TestScreen().Fill();
        screen.Messages.OnNext(new FeedGap("network: Connection reset by peer"));
        Assert.That(screen.ShowText(), Does.Contain(": network: Connection reset by peer"));
    }

    [Test]
    public async Task The_last_picture_has_no_keys()
    {
        using var screen = new TestScreen().Fill();
        Assert.That(screen.ShowText(), Does.Contain("q quit").And.Contain("simulator"));
        Assert.That(await screen.EndAsync(), Does.Contain("feed.Books").And.Not.Contain("q quit"));
    }

    [Test]
    public void Without_a_keyboard_the_footer_names_no_keys()
    {
        using var screen = new TestScreen(hasKeys: false).Fill();
        Assert.That(screen.Show()[^1], Does.Contain("Ctrl+C ends").And.Contain("simulator").And.Not.Contain("quit"));
    }

    // Borders, times and the bars of the book are no words. An ellipsis may follow a whole word.
    private static IEnumerable<string> WordsOf(IEnumerable<string> lines) =>
        lines.SelectMany(static line => NoWords().Replace(line, " ").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static word => word is [.., not '_', '…'] && !word.Contains('_', StringComparison.Ordinal) ? word[..^1] : word)
            .Select(static word => word.TrimEnd(':', ','));

    [GeneratedRegex(@"\d+:\d\d(:\d\d(\.\d+)?)?|[\s│─╭╮╰╯▏▎▍▌▋▊▉█▁▂▃▄▅▆▇]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoWords();

    [GeneratedRegex(@"[\s│]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
