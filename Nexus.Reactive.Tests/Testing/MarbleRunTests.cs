using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Tests how a run of marbles stops, and what a scheduler that is busy does.</summary>
public sealed class MarbleRunTests
{
    [Test]
    public void A_run_can_stop_at_a_time()
    {
        using var m = new Marbles();
        var recording = m.Record(Observable.Interval(TimeSpan.FromMilliseconds(3), m.Scheduler));
        m.Run(TimeSpan.FromMilliseconds(10));
        Assert.That(recording.ToDiagram(('0', 0), ('1', 1), ('2', 2)).ToString(), Is.EqualTo("---0--1--2"));
        Assert.That(m.Scheduler.Now, Is.EqualTo(m.GetTime(10)));
    }

    [Test]
    public void Events_at_the_stop_time_of_a_run_are_included()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-abc").Merge(Observable.Timer(TimeSpan.FromMilliseconds(2), m.Scheduler).Select(static _ => 't'))).ToBe("-a(bt)");
        m.Run(TimeSpan.FromMilliseconds(2));
    }

    [Test]
    public void Endless_timers_are_reported()
    {
        using var m = new Marbles();
        m.Record(Observable.Interval(TimeSpan.FromMilliseconds(3), m.Scheduler).IgnoreElements());
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.StartsWith("Timers are still active at frame 300000, 100,000 steps after the last marble."));
    }

    [Test]
    public void A_forgotten_run_is_an_error()
    {
        var m = new Marbles();
        m.Expect(m.Hot("-a|")).ToBe("-b|");
        Assert.That(m.Dispose, Throws.TypeOf<MarbleException>().With.Message.EqualTo("The test did not call Run()."));
        Assert.That(m.Dispose, Throws.Nothing);
    }

    [Test]
    public void A_forgotten_run_masks_no_other_exception()
    {
        static void Test()
        {
            using var m = new Marbles();
            throw new TimeoutException("the test's own");
        }

        Assert.That(Test, Throws.TypeOf<TimeoutException>());
    }

    [Test]
    public void A_forgotten_ToBe_is_an_error()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a|"));
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.StartsWith("Expect(m.Hot(\"-a|\")) has no expectation: call ToBe."));

        using var n = new Marbles();
        n.ExpectSubscriptions(n.Hot("-a|"));
        Assert.That(() => n.Run(), Throws.TypeOf<MarbleException>().With.Message.StartsWith("ExpectSubscriptions(n.Hot(\"-a|\")) has no expectation: call ToBe.\n   at A_forgotten_ToBe_is_an_error in "));
    }

    [Test]
    public void Marbles_run_once()
    {
        using var m = new Marbles();
        m.Run();
        Assert.That(() => m.Run(), Throws.InvalidOperationException);
        Assert.That(() => m.Hot("a"), Throws.InvalidOperationException);
        Assert.That(() => m.Expect(Observable.Never<int>()), Throws.InvalidOperationException);
    }

    [Test]
    public void Work_that_endlessly_reschedules_itself_fails_the_run_without_a_hang()
    {
        using var m = new Marbles(TimeSpan.FromSeconds(1));
        using var spinning = m.Scheduler.Schedule(static again => again());
        m.Expect(m.Hot("-a-|")).ToBe("-a-|");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.EqualTo(
            "Work that is due now schedules itself again endlessly at frame 0: 1,000,000 times, a tick apart."));
    }

    [Test]
    public void Work_beyond_DateTimeOffset_MaxValue_fails_the_run_and_is_not_run_immediately()
    {
        using var m = new Marbles();
        m.Hot("-a").Subscribe(_ => m.Scheduler.Schedule(TimeSpan.MaxValue, static () => { }));
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.InnerException.TypeOf<OverflowException>());
    }

    [Test]
    public void A_busy_scheduler_runs_items_due_while_busy_at_the_end_in_order()
    {
        using var m = new Marbles();
        var busy = m.Busy(
            "--^---!");
        m.Expect(m.Hot(
            "ab-cd-----e|").ObserveOn(busy)).ToBe(
            "ab----(cd)e|");
        m.Expect(Observable.Timer(TimeSpan.FromMilliseconds(3), busy)).ToBe(
            "------(t|)", ('t', 0));
        m.Run();
    }

    [Test]
    public void A_busy_scheduler_also_delays_items_scheduled_while_busy_that_were_due_earlier()
    {
        using var m = new Marbles();
        var busy = m.Busy(
            "--^---!");
        m.Expect(Observable.Timer(m.GetTime(1), busy),
            "----^").ToBe(
            "------(t|)", ('t', 0));
        m.Run();
    }

    [Test]
    public void A_busy_scheduler_needs_an_end()
    {
        using var m = new Marbles();
        Assert.That(() => m.Busy("--^"), Throws.TypeOf<MarbleException>().With.Message.EqualTo("A busy period must end: '!' is missing.\n  --^"));
        m.Run();
    }

    [Test]
    public void Any_work_on_the_scheduler_runs()
    {
        using var m = new Marbles();
        var ran = new List<DateTimeOffset>();
        m.Scheduler.Schedule(TimeSpan.FromMilliseconds(5), () => ran.Add(m.Scheduler.Now));
        m.Scheduler.Schedule(m.GetTime(3), () => ran.Add(m.Scheduler.Now));
        m.Run();
        Assert.That(ran, Is.EqualTo(new[] { m.GetTime(3), m.GetTime(5) }));
    }
}
