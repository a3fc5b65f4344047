using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

public sealed class DeskViewModelTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly Symbol Eth = Symbol.Parse("SPOT_ETH_USDT");

    [Test]
    public void Selecting_a_symbol_shows_its_panels_and_unsubscribes_from_the_others()
    {
        using var btc = new DeskHarness(Btc.ToString());
        using var eth = new DeskHarness(Eth.ToString());
        using var desk = new DeskViewModel([btc.Market, eth.Market], btc.Screen);
        var before = desk.Market;
        var changed = new List<string?>();
        desk.PropertyChanged += (_, change) => changed.Add(change.PropertyName);

        desk.Select(Eth);
        btc.Trade("100x1 buy");
        eth.Trade("7x1 buy");
        btc.Frame();

        Assert.That(changed, Is.EqualTo(new[] { nameof(DeskViewModel.Market) }));
        Assert.That(desk.Symbols.State.Selected, Is.EqualTo(Eth));
        Assert.That(desk.Market.Tape.State.Rows.Single().Print.Trade!.Price, Is.EqualTo(7));
        Assert.That(before.Tape.State.Rows, Is.Empty, "it has no subscribers any more");
    }

    [Test]
    public void An_unknown_symbol_changes_nothing()
    {
        using var btc = new DeskHarness();
        using var desk = new DeskViewModel([btc.Market], btc.Screen);
        var before = desk.Market;

        desk.Select(Eth);
        desk.Select(Btc);

        Assert.That(desk.Market, Is.SameAs(before));
    }

    [Test]
    public void The_picker_quotes_every_symbol()
    {
        using var btc = new DeskHarness();
        using var desk = new DeskViewModel([btc.Market], btc.Screen);

        btc.Book("100x1 | 101x1");
        btc.Wait(1000);
        btc.Book("99x1 | 101x1");
        btc.Wait(1000);

        Assert.That(desk.Symbols.State.Quotes, Is.EqualTo(new[] { new SymbolQuote(Btc, 100m, -1, new Precision(0, 0)) }));
    }

    [Test]
    public void A_thousand_messages_per_second_draw_at_most_twenty_frames()
    {
        using var btc = new DeskHarness();
        using var desk = new DeskViewModel([btc.Market], btc.Screen);
        var pictures = 0;
        using var drawing = desk.Frames.Subscribe(_ => pictures++);

        for (var i = 0; i < 1000; i++)
        {
            btc.Book($"100x{i + 1} | 101x1", i / 1000.0);
            btc.Trade("100x1 buy", i / 1000.0);
            btc.Wait(1);
        }

        Assert.That(pictures, Is.InRange(15, 21));
    }

    [Test]
    public void The_picker_marks_a_symbol_whose_price_may_be_old()
    {
        using var btc = new DeskHarness(Btc.ToString());
        using var eth = new DeskHarness(Eth.ToString());
        using var desk = new DeskViewModel([btc.Market, eth.Market], btc.Screen);

        btc.Wait(1);
        for (var i = 0; i < 6; i++)
        {
            btc.Wait(600);
            btc.Trade("100x1 buy", i);
        }

        Assert.That(desk.Symbols.State.Quotes.Select(static quote => quote.IsStale), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public void A_hidden_view_receives_no_frame_and_then_one_of_the_current_state()
    {
        using var btc = new DeskHarness();
        using var desk = new DeskViewModel([btc.Market], btc.Screen);
        btc.Frame();
        var frames = 0;
        using var drawing = desk.Frames.Subscribe(_ => frames++);

        desk.IsShown = false;
        for (var i = 1; i <= 100; i++)
        {
            btc.Trade($"{i}x1 buy", i);
            btc.Wait(50);
        }

        btc.Wait(200);
        Assert.That(frames, Is.Zero);
        desk.IsShown = true;
        btc.Frame();
        Assert.That((frames, desk.Market.Tape.State.Rows[0].Print.Price), Is.EqualTo((1, 100m)));
    }

    [Test]
    public void A_panel_that_throws_is_reported_and_the_others_continue()
    {
        using var btc = new DeskHarness();
        using var desk = new DeskViewModel([btc.Market], btc.Screen);
        var reported = new List<Exception>();
        using var faults = btc.Feed.SubscriberFaults.Subscribe(fault => reported.Add(fault.Exception));
        desk.Market.Tape.PropertyChanged += (_, _) => throw new InvalidOperationException("no\npaper");

        btc.Trade("100x1 buy");
        btc.Frame();
        btc.Book("100x1 | 101x1");
        btc.Frame();
        btc.Frame();

        Assert.That(reported.Select(static fault => fault.GetType()), Is.Not.Empty.And.All.EqualTo(typeof(InvalidOperationException)));
        Assert.That(desk.Fault, Is.EqualTo("InvalidOperationException: no paper"));
        Assert.That(desk.Market.Ladder.State.Mid, Is.EqualTo(100.5m));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_frozen_UI_delays_nothing_and_then_shows_the_latest_book_and_every_trade(CancellationToken cancellationToken)
    {
        using var ui = new UiThread();
        using var market = new DeskHarness();
        var screen = new Screen(ui.Scheduler, System.Reactive.Concurrency.DefaultScheduler.Instance);
        var offTheThread = 0;
        var desk = await ui.Run(() =>
        {
            var opened = new DeskViewModel([market.Market], screen);
            foreach (var panel in opened.Market.Panels)
                panel.PropertyChanged += (_, _) => offTheThread += ui.IsCurrent ? 0 : 1;
            return opened;
        });

        // 10,000 trades and books pass through the feed while the UI is blocked.
        using var thaw = new ManualResetEventSlim();
        var frozen = ui.Run(() => thaw.Wait(cancellationToken));
        for (var i = 1; i <= 5000; i++)
        {
            market.Trade($"{i}x1 buy", i / 1000.0);
            market.Book($"100x{i} | 101x1", i / 1000.0);
        }

        Assert.That(frozen.IsCompleted, Is.False, "the feed did not wait");
        thaw.Set();

        await UntilAsync(() => desk.Market.Tape.State.Rows is [{ Print.Trade.Price: 5000 }, ..] && desk.Market.Ladder.State.Bids is [{ Quantity: 5000 }], desk);
        Assert.That(desk.Market.Tape.State.Rows[0].Number, Is.EqualTo(5000), "no trade was left out");
        Assert.That(offTheThread, Is.Zero);
        await ui.Run(desk.Dispose);

        async Task UntilAsync(Func<bool> condition, DeskViewModel of)
        {
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var looking = of.Frames.Subscribe(_ => Look());
            await ui.Run(Look);
            await met.Task.WaitAsync(cancellationToken);

            void Look()
            {
                if (condition())
                    met.TrySetResult();
            }
        }
    }
}
