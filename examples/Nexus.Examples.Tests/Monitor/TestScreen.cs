using System.Globalization;
using System.Reactive.Subjects;
using Microsoft.Reactive.Testing;
using Nexus.Monitoring;
using Nexus.Monitoring.Sources;
using Nexus.Reactive.Testing;
using Spectre.Console;

namespace Nexus.Examples.Tests.Monitor;

/// <summary>The screen in virtual time. The test sends the messages and presses the keys.</summary>
internal sealed class TestScreen : IDisposable
{
    public static readonly DateTimeOffset T0 = new(2024, 8, 8, 12, 0, 0, TimeSpan.Zero);

    private readonly Subject<ConsoleKeyInfo> _keys = new();
    private readonly StringWriter _text = new(CultureInfo.InvariantCulture);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly IAnsiConsole _console;
    private readonly Dashboard _dashboard;
    private readonly Task _running;

    public TestScreen(int width = 80, int height = 24, bool hasKeys = true, string? recording = null, params IReadOnlyList<string> symbols)
    {
        Symbols = [.. symbols.DefaultIfEmpty("SPOT_BTC_USDT").Select(static symbol => Symbol.Parse(symbol))];
        Time.AdvanceTo(T0.UtcTicks);
        Playback = recording is null ? null : new Playback([recording], speed: 1, Time);
        var options = Options.Parse(recording is null ? ["--for", "30s", .. Symbols.SelectMany(static symbol => new[] { "--symbol", $"{symbol}" })] : ["--replay", recording]);
        var feed = Playback?.Feed ?? new NexusFeed(Messages);
        IReadOnlyList<Line> lines = Playback is null ? [.. Symbols.Select(symbol => new Line(symbol, Status, "ping", RoundTrips))] : [];
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_text), Ansi = AnsiSupport.No });
        Resize(width, height);
        _dashboard = new Dashboard(new FakeSource(feed, lines, Playback), options, "simulator", hasKeys, () => HasQuit = true, Time);
        if (Playback is null)
            feed.Connect();
        else
            Playback.Start();
        _running = _dashboard.RunAsync(_console, _keys, _ended.Task, _stop.Token);
    }

    public TestScheduler Time { get; } = new();

    public Playback? Playback { get; }

    public IReadOnlyList<Symbol> Symbols { get; }

    public Subject<NexusMessage> Messages { get; } = new();

    public BehaviorSubject<ConnectionStatus> Status { get; } = new(new ConnectionStatus.Connected());

    public Subject<TimeSpan> RoundTrips { get; } = new();

    public bool HasQuit { get; private set; }

    public void Resize(int width, int height)
    {
        _console.Profile.Width = width;
        _console.Profile.Height = height;
    }

    /// <summary>Sends a little of everything for each symbol.</summary>
    public TestScreen Fill()
    {
        for (var second = 0; second < 5; second++)
        {
            foreach (var symbol in Symbols)
            {
                var at = T0.AddSeconds(second);
                Messages.OnNext(Make.Book("999.5x1.25 1000x12.5 | 1000.25x3 1001x0.75", symbol, at));
                Messages.OnNext(Make.Trade("1000.25x1.25 buy", symbol, at));
                Messages.OnNext(Make.Trade("999.5x12 sell", symbol, at.AddMilliseconds(300)));
                Messages.OnNext(Make.Book("999.5x1.25 1000x11 | 1000.25x3 1001x0.75", symbol, at.AddMilliseconds(500)));
            }
        }

        Messages.OnNext(Make.Order("999.5x2.5 buy", Symbols[0], 71, OrderStatus.New, timestamp: T0.AddSeconds(5)));
        Messages.OnNext(Make.Order("999.5x2.5 buy", Symbols[0], 71, OrderStatus.PartiallyFilled, 1.25m, timestamp: T0.AddSeconds(5)));
        Messages.OnNext(Make.Transaction("999.5x1.25 buy", Symbols[0], 1, 71, T0.AddSeconds(5)));
        RoundTrips.OnNext(TimeSpan.FromMilliseconds(0.4));
        return this;
    }

    public void Press(char key) => _keys.OnNext(new ConsoleKeyInfo(key, default, shift: false, alt: false, control: false));

    public void Press(ConsoleKey key, bool shift = false) => _keys.OnNext(new ConsoleKeyInfo('\t', key, shift, alt: false, control: false));

    public void Wait(double seconds) => Time.AdvanceBy(TimeSpan.FromSeconds(seconds).Ticks);

    /// <summary>Returns the lines of the next frame.</summary>
    public IReadOnlyList<string> Show() => Read(() => Wait(0.1));

    /// <summary>Returns the lines that are drawn after a key without effect, at the same time.</summary>
    public IReadOnlyList<string> ShowNow() => Read(() => Press('x'));

    /// <summary>Returns the next frame as one text.</summary>
    public string ShowText() => string.Join('\n', Show());

    /// <summary>Ends the feed and returns the picture that stays in the terminal.</summary>
    public async Task<string> EndAsync()
    {
        Show();
        _text.GetStringBuilder().Clear();
        _ended.SetResult();
        await _running;
        return _text.ToString();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _dashboard.Dispose();
        Playback?.Dispose();
        _stop.Dispose();
        _keys.Dispose();
        _text.Dispose();
    }

    private string[] Read(Action draw)
    {
        _text.GetStringBuilder().Clear();
        draw();
        return [.. _text.ToString().TrimEnd('\n').Split('\n').Select(static line => line.TrimEnd('\r'))];
    }
}
