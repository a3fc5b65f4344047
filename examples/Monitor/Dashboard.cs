using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Monitoring.Input;
using Nexus.Monitoring.Panels;
using Nexus.Monitoring.Sources;
using Spectre.Console;

namespace Nexus.Monitoring;

/// <summary>The screen: drawn ten times a second, and after each key.</summary>
internal sealed class Dashboard : IDisposable
{
    private const int LastPictureHeight = 24;
    private const string EnterScreen = "\e[?1049h\e[?25l";
    private const string LeaveScreen = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string Clear = "\e[2J\e[H";

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private readonly Controls _controls;
    private readonly Arrangement _arrangement;
    private readonly IScheduler _time;
    private (int Width, int Height) _drawn;

    /// <param name="source">The source of the feed.</param>
    /// <param name="options">The options of the program.</param>
    /// <param name="caption">The source in a few words.</param>
    /// <param name="hasKeys">Whether there is a keyboard.</param>
    /// <param name="quit">Ends the program.</param>
    /// <param name="time">The program's clock.</param>
    public Dashboard(FeedSource source, Options options, string caption, bool hasKeys, Action quit, IScheduler time)
    {
        var panels = new ScreenPanels(source, options, time);
        _controls = new Controls(panels.Selection, source.Playback, quit);
        _arrangement = new Arrangement(panels, new Footer(() => hasKeys ? _controls.Hints : [], caption));
        _time = time;
    }

    /// <summary>Draws until the feed ends or the time has elapsed; the last frame remains on the screen.</summary>
    public async Task RunAsync(IAnsiConsole console, IObservable<ConsoleKeyInfo> keys, Task ended, CancellationToken until)
    {
        var over = Task.WhenAny(ended, Task.Delay(Timeout.InfiniteTimeSpan, until)).ToObservable();
        console.Write(new ControlCode(EnterScreen));
        try
        {
            await Observable.Timer(TimeSpan.Zero, Frame, _time).Select(static _ => default(ConsoleKeyInfo?))
                .Merge(keys.Select(static key => (ConsoleKeyInfo?)key))
                .TakeUntil(over)
                .Do(key => Draw(console, key))
                .LastOrDefaultAsync();
        }
        finally
        {
            console.Write(new ControlCode(LeaveScreen));
        }

        console.Write(_arrangement.Arrange(console.Profile.Width, Math.Min(console.Profile.Height - 1, LastPictureHeight), hasFooter: false));
    }

    public void Dispose() => _arrangement.Dispose();

    private void Draw(IAnsiConsole console, ConsoleKeyInfo? key)
    {
        if (key is { } pressed)
            _controls.Press(pressed);
        var size = (console.Profile.Width, Height: Math.Max(1, console.Profile.Height - 1));
        console.Write(new ControlCode(_drawn == size ? Home : Clear));
        _drawn = size;
        console.Write(_arrangement.Arrange(size.Width, size.Height, hasFooter: true));
    }
}
