using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Desk.ViewModels;
using Spectre.Console;

namespace Nexus.Desk.Window.Terminal;

/// <summary>The terminal view: its UI thread is an event loop, and each frame is drawn as a whole.</summary>
internal static class TerminalProgram
{
    public static async Task RunAsync(Market market, TimeSpan? duration, CancellationToken stop)
    {
        using var ui = new EventLoopScheduler();
        var desk = await Observable.Start(() => new DeskViewModel([market], new Screen(ui, DefaultScheduler.Instance)), ui);
        var console = AnsiConsole.Console;
        await console.Live(TerminalView.Draw(desk.Market)).StartAsync(async screen =>
        {
            using var frames = desk.Frames.Subscribe(_ => screen.UpdateTarget(TerminalView.Draw(desk.Market)));
            await Task.Delay(duration ?? Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await Observable.Start(desk.Dispose, ui);
    }
}
