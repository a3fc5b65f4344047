using Nexus.Desk.ViewModels;
using Nexus.Desk.Window.Terminal;
using Spectre.Console;

namespace Nexus.Examples.Tests.Desk;

public sealed class TerminalViewTests
{
    [Test]
    public void The_panels_are_drawn_in_eighty_columns_with_aligned_decimals()
    {
        using var desk = new DeskHarness();
        using var market = new MarketViewModel(desk.Market, desk.Screen);
        desk.Book("61800.5x2 61800x1.25 | 61801x4");
        desk.Trade("61801x0.5 buy", 1);
        desk.Gap();
        desk.Order("61800x5 buy", OrderStatus.PartiallyFilled, executed: 2, id: 12345, seconds: 2);
        desk.Frame();

        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 80;
        console.Write(TerminalView.Draw(market));

        var text = output.ToString();
        TestContext.Out.WriteLine(text);
        Assert.That(text, Does.Contain("Connected").And.Contain("last 61801").And.Contain("VWAP 61801.00").And.Contain("spread 0.5"));
        Assert.That(text, Does.Match(@"61801\.0\s+4\.00").And.Match(@"2\.00\s+61800\.5").And.Match(@"1\.25\s+61800\.0"));
        Assert.That(text, Does.Match(@"12:00:01\s+61801\s+0\.5").And.Contain("gap"));
        Assert.That(text, Does.Match(@"12345\s+2\s+PartiallyFilled"));
        Assert.That(text.Split('\n').Select(static line => line.TrimEnd().Length), Is.All.LessThanOrEqualTo(80));
    }
}
