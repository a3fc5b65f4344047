using System.Reactive.Linq;
using Microsoft.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

public sealed class DetectStaleTests : ReactiveTest
{
    private static readonly TimeSpan Ten = TimeSpan.FromTicks(10);

    private static Recorded<System.Reactive.Notification<Stale<string>>> Item(long time, string value) => OnNext(time, new Stale<string>(false, value));

    private static Recorded<System.Reactive.Notification<Stale<string>>> Silence(long time, string? last) => OnNext(time, new Stale<string>(true, last));

    [Test]
    public void A_silence_is_said_once_and_ended_by_the_next_item()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(205, "a"), OnNext(214, "b"), OnNext(250, "c"), OnNext(259, "d"), OnCompleted<string>(300));

        var result = scheduler.Start(() => source.DetectStale(Ten, scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { Item(205, "a"), Item(214, "b"), Silence(224, "b"), Item(250, "c"), Item(259, "d"), Silence(269, "d"), OnCompleted<Stale<string>>(300) }));
    }

    [Test]
    public void A_silence_from_the_start_is_one_too()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(150, "unseen"));

        var result = scheduler.Start(() => source.DetectStale(Ten, scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { Silence(210, null) }));
    }

    [Test]
    public void An_item_at_the_very_tick_is_no_silence()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(205, "a"), OnNext(215, "b"));

        var result = scheduler.Start(() => source.DetectStale(Ten, scheduler), 216);

        // The watch of 200 looks at 210 and goes on to 215, where it is younger than the source's item.
        Assert.That(result.Messages, Is.EqualTo(new[] { Item(205, "a"), Item(215, "b") }));
    }

    [Test]
    public void An_end_ends_the_watch([Values] bool fails)
    {
        var scheduler = new TestScheduler();
        var error = new InvalidOperationException();
        var source = scheduler.CreateHotObservable(OnNext(205, "a"), fails ? OnError<string>(207, error) : OnCompleted<string>(207));

        var result = scheduler.Start(() => source.DetectStale(Ten, scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { Item(205, "a"), fails ? OnError<Stale<string>>(207, error) : OnCompleted<Stale<string>>(207) }));
    }

    [Test]
    public void A_day_of_items_needs_one_timer_at_a_time()
    {
        var scheduler = new TestScheduler();
        var looks = 0;
        var source = Observable.Interval(TimeSpan.FromSeconds(1), scheduler);
        using var subscription = source.DetectStale(TimeSpan.FromSeconds(10), scheduler).Subscribe(s => looks += s.IsStale ? 1 : 0);

        scheduler.AdvanceBy(TimeSpan.FromDays(1).Ticks);

        Assert.That(looks, Is.Zero);
    }
}
