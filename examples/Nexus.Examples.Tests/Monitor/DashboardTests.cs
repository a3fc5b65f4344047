using System.Globalization;
using System.Reactive.Subjects;
using Nexus.Monitoring;
using Nexus.Monitoring.Panels;
using Spectre.Console;

namespace Nexus.Examples.Tests.Monitor;

[CancelAfter(120_000)]
public sealed class DashboardTests
{
    [TestCase(80, 23, "feed.Books", "feed.Trades", "feed.VwapTumbling(1s)", "feed.Books.Diffs()", "new OrderLedger(feed.TrackOrders())", "client.Status")]
    [TestCase(120, 39, "feed.Books", "feed.Trades", "feed.VwapTumbling(1s)", "feed.Books.Diffs()", "new OrderLedger(feed.TrackOrders())", "client.RoundTrips")]
    [TestCase(200, 60, "feed.Books", "new OrderLedger(feed.TrackOrders())")]
    [TestCase(60, 20, "feed.Books", "feed.VwapTumbling(1s)", "new OrderLedger(feed.TrackOrders())")]
    [TestCase(40, 15, "feed.Books")]
    [TestCase(20, 8)]
    [TestCase(10, 3)]
    [TestCase(1, 1)]
    public async Task The_screen_fits_the_terminal_and_each_panel_has_its_code_as_title(int width, int height, params string[] titles)
    {
        var options = Options.Parse(["--symbol", "SPOT_BTC_USDT", "--symbol", "SPOT_ETH_USDT", "--symbol", "SPOT_SOL_USDT"]);
        await using var source = await FeedSource.OpenAsync(options, static _ => { });
        using var dashboard = new Dashboard(source, options, "simulator");
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        console.Profile.Height = height;

        console.Write(dashboard.Arrange(width, height));

        var lines = text.ToString().TrimEnd('\n').Split('\n');
        Assert.That(lines, Has.Length.LessThanOrEqualTo(height));
        Assert.That(lines.Select(line => line.TrimEnd('\r').Length), Has.All.LessThanOrEqualTo(width));
        foreach (var title in titles)
            Assert.That(text.ToString(), Does.Contain(title));
    }

    [Test]
    public void A_terminal_of_80_columns_shows_the_whole_reason_of_a_usual_gap()
    {
        using var messages = new Subject<NexusMessage>();
        var feed = new NexusFeed(messages);
        using var panel = new StatusPanel(feed, [], "simulator", TimeSpan.FromSeconds(30));
        feed.Connect();
        messages.OnNext(new FeedGap("network: Connection reset by peer"));
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 80;

        console.Write(new Layout { Size = 4 }.Update(panel.Render(80, 4)));

        Assert.That(text.ToString(), Does.Contain(": network: Connection reset by peer"));
    }
}
