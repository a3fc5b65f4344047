using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>
/// A window over trades of another thread is updated while the clock jumps far ahead and restarts: it processes both moves, and only
/// times that the clock showed.
/// </summary>
internal sealed class WindowWhileTheClockRestarts : Scenario
{
    private const long Month = 30 * TimeSpan.TicksPerDay;

    private static readonly DateTimeOffset T0 = new(2024, 8, 8, 0, 0, 0, TimeSpan.Zero);

    private readonly EventTimeScheduler _clock = new(new NoTurns(), static error => throw error);
    private readonly Action<Trade> _push;
    private readonly List<VwapBar> _bars = [];

    public WindowWhileTheClockRestarts()
    {
        var trades = new Subject<Trade>();
        _push = trades.OnNext;
        _clock.Start(T0.UtcTicks);
        trades.VwapTumbling(TimeSpan.FromDays(1), _clock).Subscribe(_bars.Add);
        Trade();
    }

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            _clock.JumpTo(T0.UtcTicks + Month);
            _clock.RestartAt(T0.UtcTicks + TimeSpan.TicksPerHour);
        },
        () =>
        {
            Trade();
            Trade();
        },
    ];

    public override void Check()
    {
        // Three days, each with a trade, have a bar each. A window that has missed the restart stays a month ahead.
        var before = _bars.Count;
        for (var day = 1; day <= 3; day++)
        {
            _clock.AdvanceTo(T0.UtcTicks + (day * TimeSpan.TicksPerDay));
            Trade();
        }

        var ends = _bars.Skip(before).Select(static bar => bar.End).Where(static end => end < T0.AddDays(20));
        Require(ends.SequenceEqual([T0.AddDays(1), T0.AddDays(2), T0.AddDays(3)]), "the window stays in the time before the restart");
        Require(_bars.Count < 10, "the window counts the days that the jump skipped");
    }

    private void Trade() => _push(new Trade(new Symbol("SPOT", "BTC", "USDT"), _clock.Now, 1, 1, Side.Buy));
}
