using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Guarantees of windows beyond the contract of every operator (<see cref="Testing.OperatorRegistry"/>).</summary>
public sealed class WindowContractTests
{
    private static readonly TimeSpan PastMidnight = TimeSpan.FromMinutes(6);

    private static readonly Windowing[] Kinds =
    [
        Windowing.Tumbling(Seconds(1)),
        Windowing.Hopping(Seconds(2), Seconds(1)),
        Windowing.Sliding(Seconds(1)),
        Windowing.Session(TimeSpan.Zero),
        Windowing.ByCount(1),
        Windowing.ByVolume(1),
        Windowing.ByNotional(1),
    ];

    [Test]
    public void An_observer_exception_ends_the_subscription_and_reaches_the_caller([ValueSource(nameof(Kinds))] Windowing kind)
    {
        var scheduler = new HistoricalScheduler(T0);
        var source = new Subject<Trade>();
        source.Bars(kind, scheduler).Subscribe(_ => throw new InvalidOperationException("mine"));

        Assert.That(
            () =>
            {
                source.OnNext(Deal(0, 1, 1));
                scheduler.AdvanceBy(PastMidnight);
            },
            Throws.InvalidOperationException.With.Message.EqualTo("mine"));
        Assert.That(source.HasObservers, Is.False);
    }

    [Test]
    public void In_time_windows_a_trade_pushed_from_inside_OnNext_waits_for_its_turn([Range(0, 3)] int time)
    {
        var kind = Kinds[time];
        var scheduler = new HistoricalScheduler(T0);
        var source = new Subject<Trade>();
        int inside = 0, deepest = 0, pushed = 0;
        source.Bars(kind, scheduler).Subscribe(_ =>
        {
            deepest = Math.Max(deepest, ++inside);
            if (pushed++ == 0)
                source.OnNext(Deal(0, 1, 1, symbol: Eth));
            inside--;
        });
        source.OnNext(Deal(0, 1, 1));
        scheduler.AdvanceBy(PastMidnight);

        Assert.That(pushed, Is.GreaterThanOrEqualTo(2));
        Assert.That(deepest, Is.EqualTo(1));
    }

    [Test]
    public void A_timer_that_fires_early_is_set_again_and_no_window_is_lost()
    {
        var scheduler = new EarlyScheduler();
        var source = new Subject<Trade>();
        var bars = new List<string>();
        source.VwapTumbling(Seconds(1), scheduler).Subscribe(bar => bars.Add(Sketch(bar)));
        source.OnNext(Deal(0, 1, 1));

        Assert.That(scheduler.Due, Is.EqualTo(At(1)));
        scheduler.Wake(At(0.999));
        Assert.That((bars.Count, scheduler.Due), Is.EqualTo((0, At(1))));
        scheduler.Wake(At(1.001));
        Assert.That(bars, Is.EqualTo(new[] { "BTC 0-1 x1" }));
        Assert.That(scheduler.Due, Is.EqualTo(At(2)));
    }

    [Test]
    public void A_timer_that_fires_late_publishes_every_window_that_has_ended()
    {
        using var m = EachSecond();
        var trades = m.Hot(
            "t---------------------|", Drawn);
        m.Expect(trades.VwapTumbling(Seconds(5), m.Busy(
            "^---------------!")).Select(Count)).ToBe(
            "----------------(100)\n--------------------0-|");
        m.Run();
    }

    [Test]
    public void On_a_real_scheduler_trades_and_timers_do_not_overlap_and_no_trade_is_lost()
    {
        const int Trades = 20_000;
        var source = new Subject<Trade>();
        var bars = new List<VwapBar>();
        int inside = 0, overlaps = 0;
        using var done = new ManualResetEventSlim();
        source.VwapTumbling(TimeSpan.FromMilliseconds(1), DefaultScheduler.Instance).Subscribe(
            bar =>
            {
                overlaps += Interlocked.Increment(ref inside) - 1;
                bars.Add(bar);
                Interlocked.Decrement(ref inside);
            },
            done.Set);
        for (var i = 0; i < Trades; i++)
            source.OnNext(Deal(0, 1, 1));
        source.OnCompleted();

        Assert.That(done.Wait(TimeSpan.FromSeconds(10)), Is.True);
        Assert.That(overlaps, Is.Zero);
        Assert.That(bars.Sum(bar => bar.TradeCount), Is.EqualTo(Trades));
        Assert.That(bars.Zip(bars.Skip(1)).All(pair => pair.First.End == pair.Second.Start), Is.True);
    }

    /// <summary>A scheduler whose timers are fired by the test. Real schedulers fire only approximately at the requested time.</summary>
    private sealed class EarlyScheduler : IScheduler
    {
        public DateTimeOffset Now { get; set; } = T0;

        public DateTimeOffset Due { get; private set; }

        public Action? Pending { get; private set; }

        public void Wake(DateTimeOffset now)
        {
            Now = now;
            Pending!();
        }

        public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => action(this, state);

        public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) => Schedule(state, Now + dueTime, action);

        public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action)
        {
            Due = dueTime;
            Pending = () => action(this, state);
            return Disposable.Empty;
        }
    }
}
