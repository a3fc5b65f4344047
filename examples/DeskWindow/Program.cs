using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Desk.ViewModels;
using Nexus.Desk.Window;
using Nexus.Desk.Window.Terminal;
using Nexus.Desk.Window.Toolkit;
using Nexus.Examples;
using Nexus.Reactive;
using Nexus.Simulator;

return await ConsoleProgram.RunAsync(args, WindowOptions.Help, WindowOptions.Parse, static async (options, stop) =>
{
    await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Rate = 60 });
    await using var client = new NexusClient(new NexusEndpoint(exchange.BaseUri, "demo", Symbol.Parse("SPOT_BTC_USDT")));
    using var faults = client.Feed.SubscriberFaults.Subscribe(static fault => Console.Error.WriteLine(fault.Exception));
    using var market = new Market(client.Endpoint.Symbol, client.Feed, client.Status, client.RoundTrips);
    _ = client.StartAsync(stop);

    if (options.IsTerminal)
    {
        await TerminalProgram.RunAsync(market, options.For, stop);
        return 0;
    }

    // GTK runs on one thread: from here on, this one, without leaving it.
    return Show(market, options, stop);
});

static int Show(Market market, WindowOptions options, CancellationToken stop)
{
    if (!Gtk.IsInstalled || !Gtk.Initialize(0, 0))
    {
        Console.Error.WriteLine("GTK 3 or a display is missing");
        return 1;
    }

    var ui = new SynchronizationContextScheduler(new GtkContext());
    using var desk = new DeskViewModel([market], new Screen(ui, DefaultScheduler.Instance));
    using var window = new DeskWindow(desk);
    using var ending = options.For is not { } duration ? Disposable.Empty : desk.Frames.FirstAsync(_ => desk.Market.Ladder.State.Bids.Length > 0)
        .Do(_ => window.SelectBestBid()).Delay(duration).ObserveOn(ui).Isolate(market.Feed).Subscribe(_ =>
        {
            Console.WriteLine(window.Report());
            if (options.Picture is { } path)
                Console.WriteLine($"picture {path} {window.Photograph(path)}");
            Gtk.Quit();
        });
    using var stopping = stop.Register(() => ui.Schedule(Gtk.Quit));
    Gtk.Run();
    return 0;
}
