using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

public sealed class MarblesTests
{
    [Test]
    public void Letters_stand_for_themselves_or_for_values()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a-b-|")).ToBe("-a-b-|");
        m.Expect(m.Hot("-a-b-|", ('a', 1), ('b', 2)).Select(static n => n * 10m)).ToBe("-x-y-|", ('x', 10), ('y', 20));
        m.Expect(m.Cold("-1-2-|", Digits).Sum()).ToBe("-----(s|)", new Dictionary<char, int> { ['s'] = 3 });
        m.Run();
    }

    [Test]
    public void Diagrams_use_the_default_error_or_a_given_error()
    {
        using var m = new Marbles();
        var error = new InvalidOperationException("broken");
        m.Expect(m.Hot("-a-#")).ToBe("-a-#");
        m.Expect(m.Hot("-a-#", error)).ToBe("-a-#", error);
        m.Expect(m.Cold("-#", error, ('x', 1))).ToBe("-#", new InvalidOperationException("broken"), ('x', 1));
        m.Expect(m.Hot("-1-#", Digits, error)).ToBe("-1-#", Digits, error);
        m.Run();
    }

    [Test]
    public void Time_starts_at_a_real_date_and_frames_are_milliseconds()
    {
        using var m = new Marbles();
        Assert.That(m.Scheduler.Now, Is.EqualTo(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        m.Expect(m.Hot("--a 1s |").Select(_ => m.Scheduler.Now)).ToBe("--t 1s |", ('t', m.GetTime(2)));
        m.Run();
        Assert.That(m.Scheduler.Now, Is.EqualTo(m.Start.AddMilliseconds(1003)));
    }

    [Test]
    public void Frame_and_start_can_be_chosen()
    {
        var start = new DateTimeOffset(2020, 2, 29, 12, 0, 0, TimeSpan.Zero);
        using var m = new Marbles(TimeSpan.FromSeconds(1), start);
        m.Expect(Observable.Timer(TimeSpan.FromSeconds(3), m.Scheduler).Timestamp(m.Scheduler).Select(static t => t.Timestamp)).ToBe("---(t|)", ('t', start.AddSeconds(3)));
        m.Run();
    }

    [Test]
    public void Rx_operators_take_the_scheduler()
    {
        using var m = new Marbles();
        var source = m.Hot("-a-b-c---------d-|");
        m.Expect(source.Throttle(TimeSpan.FromMilliseconds(3), m.Scheduler)).ToBe("--------c--------(d|)");
        m.Expect(source.Delay(TimeSpan.FromMilliseconds(2), m.Scheduler)).ToBe("---a-b-c---------d-|");
        m.Expect(source.Sample(TimeSpan.FromMilliseconds(5), m.Scheduler)).ToBe("-----c---------d----|");
        m.Expect(source.Buffer(TimeSpan.FromMilliseconds(10), m.Scheduler).Select(static b => string.Concat(b))).ToBe("10ms x------(y|)", ('x', "abc"), ('y', "d"));
        m.Expect(Observable.Interval(TimeSpan.FromMilliseconds(4), m.Scheduler).Take(3)).ToBe("----0---1---(2|)", ('0', 0), ('1', 1), ('2', 2));
        m.Run();
    }

    [Test]
    public void Hops_from_scheduler_to_scheduler_stay_in_their_frame()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a-b|").ObserveOn(m.Scheduler).ObserveOn(m.Scheduler).SubscribeOn(m.Scheduler)).ToBe("-a-b|");
        m.Run();
    }

    [Test]
    public void Exact_ticks_show_each_hop()
    {
        using var m = Marbles.ExactTicks();
        m.Expect(m.Hot("-a---b---|").ObserveOn(m.Scheduler)).ToBe("--a---b---|");
        m.Expect(m.Cold("a--|")).ToBe("a--|");
        m.Expect(m.Cold("a--|").SubscribeOn(m.Scheduler)).ToBe("-a--|");
        m.Run();
    }

    [Test]
    public void Hot_items_come_after_subscriptions_of_their_frame_and_unsubscriptions_before()
    {
        using var m = new Marbles();
        var source = m.Hot("-a-b-c-d-|");
        m.Expect(source, "---^-!").ToBe("---b");
        m.ExpectSubscriptions(source).ToBe("---^-!");
        m.Run();
    }

    [Test]
    public void In_one_frame_unsubscriptions_run_before_subscriptions()
    {
        using var m = new Marbles();
        var source = m.Hot("-a-b-c-|");
        var shared = source.Publish().RefCount();
        m.Expect(shared, "---^").ToBe("---b-c-|");
        m.Expect(shared, "^--!").ToBe("-a");
        m.ExpectSubscriptions(source).ToBe("^--!", "---^---!");
        m.Run();
    }

    [Test]
    public void A_source_not_created_by_Rx_is_disposed_at_its_end([Values] bool isSynchronous)
    {
        using var m = new Marbles();
        var left = new List<DateTimeOffset>();
        m.Record(new Bare(observer =>
        {
            if (isSynchronous)
                observer.OnCompleted();
            else
                m.Scheduler.Schedule(TimeSpan.FromMilliseconds(3), observer.OnCompleted);
            return Disposable.Create(() => left.Add(m.Scheduler.Now));
        }));
        m.Run();
        Assert.That(left, Is.EqualTo(new[] { m.GetTime(isSynchronous ? 0 : 3) }));
    }

    [Test]
    public void Hot_items_come_before_timers_of_their_frame()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("---a-|").TakeUntil(Observable.Timer(TimeSpan.FromMilliseconds(3), m.Scheduler))).ToBe("---(a|)");
        m.Run();
    }

    [Test]
    public void Hot_items_of_one_frame_come_in_the_order_of_their_sources()
    {
        using var m = new Marbles();
        var (first, second) = (m.Hot("-a-|"), m.Hot("-b-|"));
        m.Expect(second.Merge(first)).ToBe("-(ab)\n---|");
        m.Run();
    }

    [Test]
    public void Items_before_the_caret_are_missed_and_a_terminal_before_it_is_delivered()
    {
        using var m = new Marbles();
        var over = m.Hot("ab|--^---");
        m.Expect(m.Hot("ab^-c|")).ToBe("--c|");
        m.Expect(m.Hot("a(^b)|")).ToBe("b---|");
        m.Expect(over).ToBe("|");
        m.Run();
    }

    [Test]
    public void Cold_sources_start_at_each_subscription()
    {
        using var m = new Marbles();
        var cold = m.Cold("a-b|");
        m.Expect(cold, "--^").ToBe("--a-b|");
        m.Expect(m.Hot("-x-----y|").SelectMany(_ => cold)).ToBe("-a-b---a-b|");
        m.ExpectSubscriptions(cold).ToBe("-^--!", "--^--!", "-------^--!");
        m.Run();
    }

    [Test]
    public void Subscriptions_are_seen_through_operators()
    {
        using var m = new Marbles();
        var (outer, first, second, never) = (m.Hot("-a---b----|"), m.Cold("--1-2-3|"), m.Cold("--4|"), m.Cold("-"));
        m.Expect(outer.Select(c => c == 'a' ? first : second).Switch()).ToBe("---1---4--|");
        m.ExpectSubscriptions(outer).ToBe("^---------!");
        m.ExpectSubscriptions(first).ToBe("-^---!");
        m.ExpectSubscriptions(second).ToBe("-----^--!");
        m.ExpectSubscriptions(never).ToBe();
        m.Run();
    }

    [Test]
    public void A_synchronous_source_is_a_group()
    {
        using var m = new Marbles();
        m.Expect(Observable.Range(1, 3), "--^").ToBe("--(123|)", Digits);
        m.Expect(Observable.Range(1, 3), "(^!)").ToBe("(123|)", Digits);
        m.Run();
    }

    [Test]
    public void A_group_wider_than_the_next_gap_is_expected_in_two_lines()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a-b-|").SelectMany(c => new[] { c, 'x' })).ToBe("-(ax)\n---(bx)\n-----|");
        m.Run();
    }

    [Test]
    public void Two_observables_can_be_expected_to_be_equal()
    {
        using var m = new Marbles();
        var source = m.Hot("-a-b-c|");
        m.Expect(source.Where(static c => c != 'b')).ToEqual(m.Hot("-a---c|"));
        m.Run();
    }

    [Test]
    public void Sequences_are_compared_item_by_item()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a-b-c|").Buffer(2)).ToBe("---x--(y|)", ('x', ['a', 'b']), ('y', ['c']));
        m.Expect(m.Hot("-a-b|")).Using(EqualityComparer<char>.Create(static (l, r) => char.ToUpperInvariant(l) == char.ToUpperInvariant(r))).ToBe("-A-B|");
        m.Run();
    }

    [Test]
    public void A_recording_becomes_a_diagram()
    {
        using var m = new Marbles();
        var recording = m.Record(m.Hot("-a-b 1s c#", ('a', 1.5m), ('b', 2), ('c', 1.5m)));
        m.Run();
        Assert.That(recording.ToString(), Is.EqualTo("-A-B 1s A#\nA = 1.5\nB = 2"));
        Assert.That(recording.ToDiagram(('x', 1.5m)).ToString(), Is.EqualTo("-x-A 1s x#"));
        Assert.That(recording.Events[2].Time, Is.EqualTo(TimeSpan.FromMilliseconds(1004)));
    }

    [Test]
    public void A_letter_represents_only_one_value_even_if_values_are_letters()
    {
        using var m = new Marbles();
        var recording = m.Record(m.Hot("aAb"));
        m.Run();
        Assert.That(recording.ToDiagram(('a', 'b')).ToString(), Is.EqualTo("ABa"));
    }

    [Test]
    public void Values_beyond_the_alphabet_share_a_question_mark()
    {
        using var m = new Marbles();
        var recording = m.Record(Observable.Range(0, 64));
        m.Run();
        var lines = recording.ToString().Split('\n');
        Assert.That(lines[0], Is.EqualTo("(ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789??|)"));
        Assert.That(lines[1..], Has.Length.EqualTo(62));
        Assert.That(lines[^1], Is.EqualTo("9 = 61"));
    }

    [Test]
    public void A_letter_without_value_is_itself_in_a_stream_of_characters_or_strings()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a-b-|").Select(static letter => letter.ToString())).ToBe("-a-b-|");
        m.Expect(m.Hot<string>("-a-b-|").Select(static text => text + "x")).ToBe("-a-b-|", ('a', "ax"), ('b', "bx"));
        m.Run();

        Assert.That(static () => new Marbles().Feed("-a-b-|", ('a', "{}")), Throws.TypeOf<MarbleException>().With.Message.StartsWith("No value is defined for 'b'"));
    }

    [Test]
    public void The_message_points_at_a_letter_without_a_value()
    {
        using var m = new Marbles();
        Assert.That(() => m.Hot("-a-c|", ('a', 1), ('b', 2)), Throws.TypeOf<MarbleException>().With.Message.EqualTo(
            "No value is defined for 'c'; defined values: a b. (A time must be surrounded by spaces.)\n  -a-c|\n     ^"));
        Assert.That(() => m.Cold<int>("-a"), Throws.TypeOf<MarbleException>().With.Message.EqualTo("No value is defined for 'a'; defined values: none. The items are of type Int32; only a character or a string represents itself.\n  -a\n   ^"));
        Assert.That(() => m.Cold("-a^"), Throws.TypeOf<MarbleException>().With.Message.EqualTo("'^' is allowed only in hot and subscription diagrams.\n  -a^\n    ^"));
        Assert.That(() => m.Hot("a", ('|', 1)), Throws.TypeOf<MarbleException>().With.Message.EqualTo("'|' cannot represent a value."));
        Assert.That(() => m.Hot("a", ('a', 1), ('a', 2)), Throws.TypeOf<MarbleException>().With.Message.EqualTo("'a' has two values."));
        m.Run();
    }

    private sealed class Bare(Func<IObserver<int>, IDisposable> subscribe) : IObservable<int>
    {
        public IDisposable Subscribe(IObserver<int> observer) => subscribe(observer);
    }

    private static Dictionary<char, int> Digits { get; } = new() { ['1'] = 1, ['2'] = 2, ['3'] = 3 };
}
