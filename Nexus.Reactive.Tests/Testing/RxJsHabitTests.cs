using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>What users of RxJS's marbles write, and what they get: it works, or the message says what to write.</summary>
public sealed class RxJsHabitTests
{
    [TestCase("---!", "-a-")]
    [TestCase("", "-a-b-|")]
    [TestCase("------", "-a-b-|")]
    [TestCase("--^", "---b-|")]
    public void A_subscription_starts_at_frame_0_unless_it_says_otherwise(string subscription, string received)
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a-b-|"), subscription).ToBe(received);
        m.Run();
    }

    [Test]
    public void A_subscription_without_a_start_may_be_expected()
    {
        using var m = new Marbles();
        var source = m.Hot("-a-b-|");
        m.Expect(source, "---!").ToBe("-a-");
        m.ExpectSubscriptions(source).ToBe("---!");
        m.Run();
    }

    [TestCase("")]
    [TestCase("      ")]
    [TestCase("-----")]
    public void An_empty_subscription_diagram_means_no_subscription(string diagram)
    {
        using var m = new Marbles();
        var (first, second) = (m.Cold("a|"), m.Cold("b|"));
        m.Expect(first.Amb(second).Take(1)).ToBe("(a|)");
        var never = m.Cold("c|");
        m.ExpectSubscriptions(never).ToBe(diagram);
        m.Run();
    }

    [Test]
    public void A_subscription_where_an_empty_diagram_expects_none_is_a_failure()
    {
        using var m = new Marbles();
        var source = m.Cold("a|");
        m.Expect(source).ToBe("a|");
        m.ExpectSubscriptions(source).ToBe("");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Contains("subscription 1 of 0"));
    }

    [Test]
    public void The_message_points_at_a_start_after_the_end() =>
        Assert.That(static () => MarbleSubscription.Parse("--!-^"), Throws.TypeOf<MarbleException>().With.Message.EqualTo("'!' before '^'.\n  --!-^\n      ^"));

    [TestCase("12m|", "This is ambiguous: a time or values? Write '12m ' for the time, '1 2m' for the values.")]
    [TestCase("a 12m|", "This is ambiguous: a time or values? Write '12m ' for the time, '1 2m' for the values.")]
    [TestCase("-a-|-b", "No marble can follow the end.")]
    [TestCase("a 1.5ms |", "Not a whole number of frames: one frame is 1ms.")]
    public void Differences_from_RxJS_syntax_are_explained(string diagram, string complaint) =>
        Assert.That(() => MarbleDiagram.Parse(diagram), Throws.TypeOf<MarbleException>().With.Message.StartsWith(complaint));

    [Test]
    public void A_part_of_a_frame_needs_shorter_frames()
    {
        using var m = new Marbles(frame: TimeSpan.FromMilliseconds(0.5));
        m.Expect(m.Cold("a 1.5ms |").Delay(TimeSpan.FromMilliseconds(0.5), m.Scheduler)).ToBe("-a 1.5ms |");
        m.Run();
    }

    [Test]
    public void A_time_is_read_from_a_diagram()
    {
        using var m = new Marbles();
        var time = m.Frame * MarbleDiagram.Parse("----|").Marbles[^1].Frame;
        m.Expect(m.Cold("a|").Delay(time, m.Scheduler)).ToBe("----a|");
        m.Run();
    }

    [Test]
    public void The_default_error_equals_an_InvalidOperationException()
    {
        using var m = new Marbles();
        m.Expect(m.Cold("-#")).ToBe("-#");
        m.Expect(Observable.Throw<char>(new InvalidOperationException("error"), m.Scheduler)).ToBe("#", new InvalidOperationException("error"));
        m.Run();
    }

    [Test]
    public void Inner_observables_are_compared_by_what_they_send()
    {
        using var m = new Marbles();
        var inner = m.Cold("a-b-c-|").Window(2).SelectMany(static (window, index) => window.Select(item => $"{index}{item}"));
        m.Expect(inner).ToBe("x-y-z-|", ('x', "0a"), ('y', "0b"), ('z', "1c"));
        m.Run();
    }

    [Test]
    public void A_real_scheduler_is_suspected_where_an_item_comes_on_another_thread()
    {
        using var m = new Marbles();
        var other = m.Hot("-a-|").Select(static item =>
        {
            return Observable.Create<char>(observer =>
            {
                var thread = new Thread(() => observer.OnNext(item));
                thread.Start();
                thread.Join();
                return Disposable.Empty;
            });
        }).Switch();
        m.Expect(other).ToBe("--a|");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Contains("Items came on another thread, in real time.").And.Message.Contains("pass it m.Scheduler"));
    }

    [Test]
    public void A_real_scheduler_is_suspected_if_items_are_missing_and_the_test_scheduler_is_unused()
    {
        using var m = new Marbles();
        m.Expect(m.Cold("a|").Delay(TimeSpan.FromMinutes(1), ThreadPoolScheduler.Instance)).ToBe("1m a|");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Contains("pass it m.Scheduler"));
    }

    [TestCase(1, "---b|", "-a-b|", TestName = "A_real_scheduler_is_not_suspected_when_a_filter_drops_an_expected_item")]
    [TestCase(1, "---b", "-a-b", TestName = "A_real_scheduler_is_not_suspected_when_a_filter_of_an_endless_source_drops_an_item")]
    [TestCase(9, "-#", "-a-b|", TestName = "A_real_scheduler_is_not_suspected_when_the_operator_throws")]
    public void A_real_scheduler_is_not_suspected(int threshold, string actual, string expected)
    {
        using var m = new Marbles();
        var source = m.Hot("-a-b" + (expected[^1] == '|' ? "|" : ""), ('a', 1), ('b', 2));
        m.Expect(source.Where(item => threshold == 9 ? throw new FormatException() : item > threshold)).ToBe(expected, ('a', 1), ('b', 2));

        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Not.Contains("pass it m.Scheduler").And.Message.Contains($"actual    {actual}"));
    }

    [Test]
    public void A_real_scheduler_is_suspected_where_a_timeout_is_missing()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a").Timeout(TimeSpan.FromMinutes(1), ThreadPoolScheduler.Instance)).ToBe("-a 1m #", new TimeoutException());
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Contains("pass it m.Scheduler"));
    }

    [Test]
    public void A_real_scheduler_is_not_suspected_if_the_test_scheduler_was_used()
    {
        using var m = new Marbles();
        m.Expect(m.Cold("a|").Delay(TimeSpan.FromMilliseconds(2), m.Scheduler)).ToBe("--ab|");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Not.Contains("pass it m.Scheduler"));
    }

    [Test]
    public void Work_continues_after_the_diagram_unless_the_run_has_a_stop_time()
    {
        using var whole = new Marbles();
        whole.Expect(whole.Cold("a---|").Delay(TimeSpan.FromMilliseconds(3), whole.Scheduler)).ToBe("---a---|");
        whole.Run();

        using var part = new Marbles();
        part.Expect(Observable.Interval(TimeSpan.FromMilliseconds(2), part.Scheduler)).ToBe("--0-1", ('0', 0L), ('1', 1L));
        part.Run(until: TimeSpan.FromMilliseconds(5));
    }
}
