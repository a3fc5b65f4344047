namespace Nexus.Examples.Tests.Monitor;

public sealed class DashboardKeyTests
{
    private const string Btc = "SPOT_BTC_USDT";
    private const string Eth = "SPOT_ETH_USDT";

    [Test]
    public void Several_symbols_are_listed_with_their_state_and_keys()
    {
        using var screen = new TestScreen(symbols: [Btc, Eth]).Fill();

        var lines = screen.Show();

        Assert.That(lines[2], Does.Match(@"key +symbol +state +silent +bid +ask +last"));
        Assert.That(lines[3], Does.Match(@"▸1 +SPOT_BTC_USDT +CONNECTED +0 s +1000\.00 +1000\.25 +999\.50"));
        Assert.That(lines[4], Does.Match(@" 2 +SPOT_ETH_USDT +CONNECTED +0 s +1000\.00 +1000\.25 +999\.50"));
        Assert.That(lines[^1], Does.Contain("Tab 1-2 symbol"));
    }

    [Test]
    public void One_symbol_needs_no_list_and_no_keys_for_symbols()
    {
        using var screen = new TestScreen().Fill();
        Assert.That(screen.ShowText(), Does.Not.Contain("key").And.Not.Contain("Tab"));
    }

    [Test]
    public void Keys_switch_the_symbol_shown_in_detail()
    {
        using var screen = new TestScreen(symbols: [Btc, Eth]).Fill();
        Assert.That(Detail(screen), Is.EqualTo(Btc));
        screen.Press(ConsoleKey.Tab);
        Assert.That(Detail(screen), Is.EqualTo(Eth));
        screen.Press(ConsoleKey.Tab);
        Assert.That(Detail(screen), Is.EqualTo(Btc), "after the last symbol, the first");
        screen.Press(ConsoleKey.Tab, shift: true);
        Assert.That(Detail(screen), Is.EqualTo(Eth));
        screen.Press('1');
        Assert.That(Detail(screen), Is.EqualTo(Btc));
        screen.Press('2');
        screen.Press('3');
        Assert.That(Detail(screen), Is.EqualTo(Eth), "there is no third symbol");
    }

    [Test]
    public void The_panels_show_only_the_selected_symbol()
    {
        using var screen = new TestScreen(symbols: [Btc, Eth]);
        screen.Messages.OnNext(new Trade(screen.Symbols[0], TestScreen.T0, 111, 1, Side.Buy));
        screen.Messages.OnNext(new Trade(screen.Symbols[1], TestScreen.T0, 222, 1, Side.Buy));

        Assert.That(screen.Show().Where(static line => line.Contains('▲')), Has.One.Items.And.All.Contain("111"));
        screen.Press('2');
        Assert.That(screen.Show().Where(static line => line.Contains('▲')), Has.One.Items.And.All.Contain("222"));
    }

    [Test]
    public void A_list_longer_than_its_room_follows_the_selection()
    {
        string[] symbols = [.. Enumerable.Range(1, 20).Select(static i => $"SPOT_A{i}_USDT")];
        using var screen = new TestScreen(symbols: symbols).Fill();

        Assert.That(screen.ShowText(), Does.Contain("5 of 20").And.Contain("SPOT_A1_USDT").And.Not.Contain("SPOT_A20_USDT"));
        screen.Press(ConsoleKey.Tab, shift: true);
        Assert.That(screen.ShowText(), Does.Match("▸ +SPOT_A20_USDT").And.Not.Contain("SPOT_A15_USDT"));
    }

    [TestCase('q')]
    [TestCase('Q')]
    public void Q_quits(char key)
    {
        using var screen = new TestScreen();
        screen.Press(key);
        Assert.That(screen.HasQuit);
    }

    [Test]
    public void A_paused_replay_says_paused_and_nothing_about_silence()
    {
        var recording = RecordingOfSeconds.Write(60, Btc, Eth);
        using var screen = new TestScreen(recording: recording);
        screen.Wait(5);
        Assert.That(screen.Show()[1], Does.Contain("● PLAYING 1×").And.Contain("2024-08-08 12:00:05 UTC · 0:05 played"));
        Assert.That(screen.Show()[^1], Does.Contain("space pause").And.Contain("+ faster").And.Contain("- slower").And.Contain("q quit"));
        Assert.That(screen.ShowText(), Does.Contain("▸1").And.Contain("Tab 1-2 symbol"), "symbols of the recording are found while it plays");

        screen.Press(' ');
        screen.Wait(60);

        Assert.That(screen.Show()[1], Does.Contain("● PAUSED").And.Contain("12:00:05 UTC · 0:05 played"));
        Assert.That(screen.ShowText(), Does.Contain("space continue").And.Not.Contain("silent").And.Not.Contain("no message"));
        screen.Press(' ');
        screen.Press('+');
        screen.Wait(2);
        Assert.That(screen.Show()[1], Does.Contain("● PLAYING 2×").And.Contain("12:00:09 UTC"));
        screen.Press('-');
        screen.Press('-');
        Assert.That(screen.Show()[1], Does.Contain("● PLAYING 0.5×"));
        File.Delete(recording);
    }

    [Test]
    public void A_live_feed_has_no_keys_for_replays()
    {
        using var screen = new TestScreen().Fill();
        screen.Press(' ');
        screen.Press('+');
        screen.Press('-');
        Assert.That(screen.ShowText(), Does.Contain("● CONNECTED").And.Not.Contain("pause"));
    }

    // The middle line of the book names its symbol.
    private static string Detail(TestScreen screen) =>
        screen.Show().First(static line => line.Contains("spread", StringComparison.Ordinal) || line.Contains('Δ')).Split(' ')[1];
}
