using System.Globalization;
using System.Reactive.Linq;
using System.Text.RegularExpressions;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

public sealed partial class MarbleFailureTests
{
    [Test]
    public void A_failure_shows_the_call_site_the_difference_and_the_time()
    {
        using var m = new Marbles();
        var prices = m.Hot("-a-b---|", ('a', 1.5m), ('b', 2.5m));
        m.Expect(prices.Select(static price => price * 2)).ToBe("-a-c--|", ('a', 3), ('c', 6));
        ShouldFail(m, """
            Expect(prices.Select(static price => price * 2)) differs from its diagram at frame 3, 2024-01-01T00:00:00.003+00:00.
               at A_failure_shows_the_call_site_the_difference_and_the_time in MarbleFailureTests.cs:line #

               expected  -a-c--|
               actual    -a-A---|
                            ^
               a = 3
               c = 6
               A = 5.0   (a value not in the diagram)

               frame  expected      actual
                   3  c 6           A 5.0
                   6  | completion  nothing
                   7  nothing       | completion
            """);
    }

    [Test]
    public void A_long_silence_keeps_both_diagrams_aligned()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a 1s b-|")).ToBe("-a 1s --b|");
        ShouldFail(m, """
            Expect(m.Hot("-a 1s b-|")) differs from its diagram at frame 1002, 2024-01-01T00:00:01.002+00:00.
               at A_long_silence_keeps_both_diagrams_aligned in MarbleFailureTests.cs:line #

               expected  -a 1s --b|
               actual    -a 1s b-|
                               ^
               a = 'a'
               b = 'b'

               frame  expected      actual
                1002  nothing       b 'b'
                1004  b 'b'         | completion
                1005  | completion  nothing
            """);
    }

    [Test]
    public void Groups_that_do_not_fit_are_listed_in_the_table()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a-b|").SelectMany(static c => new[] { c, c })).ToBe("-(aa)\n---b|");
        ShouldFail(m, """
            Expect(m.Hot("-a-b|").SelectMany(static c => new[] { c, c })) differs from its diagram at frame 3, 2024-01-01T00:00:00.003+00:00.
               at Groups_that_do_not_fit_are_listed_in_the_table in MarbleFailureTests.cs:line #

               expected  -*-b|
               actual    -*-*|
                            ^
               a = 'a'
               b = 'b'
               * = several marbles that do not fit before the next frame

               frame  expected  actual
                   3  b 'b'     b 'b', b 'b'
            """);
    }

    [Test]
    public void A_group_that_does_not_fit_is_explained_even_if_only_one_diagram_contains_it()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a-b|").SelectMany(static c => new[] { c, c })).ToBe("-a-b|");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Contains(
            "   expected  -a-b|\n   actual    -*-*|\n              ^\n   a = 'a'\n   b = 'b'\n   * = several marbles that do not fit before the next frame\n"));
    }

    [Test]
    public void A_group_with_one_difference_is_in_the_table_without_a_note_for_a_defined_letter()
    {
        using var m = new Marbles();
        var numbers = new (char, int)[] { ('a', 1), ('b', 1), ('c', 2), ('d', 3) };
        m.Expect(m.Hot("-(ad)", numbers)).ToBe("-(bc)", numbers);
        ShouldFail(m, """
            Expect(m.Hot("-(ad)", numbers)) differs from its diagram at frame 1, 2024-01-01T00:00:00.001+00:00.
               at A_group_with_one_difference_is_in_the_table_without_a_note_for_a_defined_letter in MarbleFailureTests.cs:line #

               expected  -(bc)
               actual    -(bd)
                          ^
               b = 1
               c = 2
               d = 3

               frame  expected  actual
                   1  b 1, c 2  b 1, d 3
            """);
    }

    [Test]
    public void Letters_with_equal_values_are_printed_as_written()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-x|", ('x', 1))).ToBe("-a-b|", ('a', 1), ('b', 1));
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Contains("   expected  -a-b|\n   actual    -a|\n"));
    }

    [Test]
    public void An_expected_observable_is_drawn_as_the_expected_diagram()
    {
        using var m = new Marbles();
        m.Expect(m
            .Hot("-a-c|")
            .Where(static _ => true)).ToEqual(m.Hot("-a-b|"));
        ShouldFail(m, """
            Expect(m.Hot("-a-c|").Where(static _ => true)) differs from its diagram at frame 3, 2024-01-01T00:00:00.003+00:00.
               at An_expected_observable_is_drawn_as_the_expected_diagram in MarbleFailureTests.cs:line #

               expected  -a-b|
               actual    -a-c|
                            ^
               a = 'a'
               b = 'b'
               c = 'c'

               frame  expected  actual
                   3  b 'b'     c 'c'
            """);
    }

    [Test]
    public void The_caret_is_printed_after_a_diagram_that_has_already_ended()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a--a--b")).ToBe("-a--a");
        ShouldFail(m, """
            Expect(m.Hot("-a--a--b")) differs from its diagram at frame 7, 2024-01-01T00:00:00.007+00:00.
               at The_caret_is_printed_after_a_diagram_that_has_already_ended in MarbleFailureTests.cs:line #

               expected  -a--a
               actual    -a--a--b
                                ^
               a = 'a'
               b = 'b'

               frame  expected  actual
                   7  nothing   b 'b'
            """);
    }

    [Test]
    public void Values_that_look_like_a_time_are_separated_in_both_diagrams()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("abc")).ToBe("1 mc");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Contains("   expected  1 mc\n   actual    a bc\n"));
    }

    [Test]
    public void Pairs_print_each_part_in_its_own_format()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a|", ('a', (Make.Trade("99x1 buy"), Make.Book("100x9 | 101x1"))))).ToBe("-|");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Contains(
            "A = (Trade SPOT_BTC_USDT 2024-01-01T00:00:00+00:00 99x1 buy, Book SPOT_BTC_USDT 2024-01-01T00:00:00+00:00 100x9 | 101x1)"));
    }

    [Test]
    public void Errors_show_type_and_message()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a#", new InvalidOperationException("broken"))).ToBe("-a#");
        ShouldFail(m, """
            Expect(m.Hot("-a#", new InvalidOperationException("broken"))) differs from its diagram at frame 2, 2024-01-01T00:00:00.002+00:00.
               at Errors_show_type_and_message in MarbleFailureTests.cs:line #

               expected  -a#
               actual    -a#
                           ^
               a = 'a'

               frame  expected                                 actual
                   2  # MarbleException: The error of a diagram.  # InvalidOperationException: broken
            """.Replace("expected                                 actual", "expected                                    actual", StringComparison.Ordinal));
    }

    [Test]
    public void A_failure_draws_both_subscription_diagrams()
    {
        using var m = new Marbles();
        var source = m.Hot("-a-b-|");
        m.Expect(source.Take(1)).ToBe("-(a|)");
        m.ExpectSubscriptions(source).ToBe("^----!");
        ShouldFail(m, """
            ExpectSubscriptions(source) differs: subscription 1 of 1 at frame 1, 2024-01-01T00:00:00.001+00:00.
               at A_failure_draws_both_subscription_diagrams in MarbleFailureTests.cs:line #

               expected  ^----!
               actual    ^!
                          ^

               frame  expected        actual
                   1  nothing         ! unsubscribed
                   5  ! unsubscribed  nothing
            """);
    }

    [Test]
    public void A_failure_draws_missing_and_unexpected_subscriptions()
    {
        using var m = new Marbles();
        var (never, twice) = (m.Cold("-"), m.Cold("-a|"));
        m.Expect(twice.Repeat(2)).ToBe("-a-a|");
        m.ExpectSubscriptions(never).ToBe("-^-!");
        m.ExpectSubscriptions(twice).ToBe("^-!");
        ShouldFail(m, """
            ExpectSubscriptions(never) differs: subscription 1 of 1 at frame 1, 2024-01-01T00:00:00.001+00:00.
               at A_failure_draws_missing_and_unexpected_subscriptions in MarbleFailureTests.cs:line #

               expected  -^-!
               actual    -
                          ^

               frame  expected        actual
                   1  ^ subscribed    nothing
                   3  ! unsubscribed  nothing


            ExpectSubscriptions(twice) differs: subscription 2 of 1 at frame 2, 2024-01-01T00:00:00.002+00:00.
               at A_failure_draws_missing_and_unexpected_subscriptions in MarbleFailureTests.cs:line #

               expected  -
               actual    --^-!
                           ^

               frame  expected  actual
                   2  nothing   ^ subscribed
                   4  nothing   ! unsubscribed
            """);
    }

    [Test]
    public void A_zero_length_subscription_is_one_row_of_the_table()
    {
        using var m = new Marbles();
        m.ExpectSubscriptions(m.Cold("-")).ToBe("-(^!)");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.EndsWith("       1  ^ subscribed, ! unsubscribed  nothing\n"));
    }

    [Test]
    public void All_failed_expectations_are_reported()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("-a|")).ToBe("-b|");
        m.Expect(m.Hot("-a|")).ToBe("-a|");
        m.Expect(m.Hot("-a|")).ToBe("--a|");
        var fault = Assert.Throws<MarbleException>(() => m.Run());
        Assert.That(fault!.Message.Split("differs from its diagram"), Has.Length.EqualTo(3));
        Assert.That(fault.Message, Does.Contain("\n\nExpect(m.Hot(\"-a|\")) differs"));
    }

    [Test]
    public void A_subscriber_that_throws_fails_the_run()
    {
        using var m = new Marbles();
        m.Hot("-a-b|").Subscribe(static c => Assert.That(c, Is.Not.EqualTo('b'), "not this one"));
        var fault = Assert.Throws<MarbleException>(() => m.Run());
        Assert.That(fault!.InnerException, Is.TypeOf<AssertionException>());
        Assert.That(fault.Message, Does.Contain("thrown at frame 3, 2024-01-01T00:00:00.003+00:00, as a result of 'b' of Hot(\"-a-b|\")"));
    }

    [Test]
    public void Scheduled_work_that_throws_fails_the_run()
    {
        using var m = new Marbles();
        Observable.Timer(TimeSpan.FromMilliseconds(7), m.Scheduler).Subscribe(static _ => throw new TimeoutException("late"));
        m.Hot("9ms a").Subscribe(static _ => throw new TimeoutException("too late"));
        var fault = Assert.Throws<MarbleException>(() => m.Run());
        Assert.That(fault!.Message, Does.StartWith("TimeoutException: late\n   thrown at frame 7, 2024-01-01T00:00:00.007+00:00, as a result of work on the scheduler:\n").And.Not.Contain("too late"));
    }

    [Test]
    public void Exceptions_from_Subscribe_and_Dispose_are_reported_as_such()
    {
        using var m = new Marbles();
        m.Record(new Refusing(), "--^");
        m.Record(new Refusing(), "---^");
        var fault = Assert.Throws<MarbleException>(() => m.Run());
        Assert.That(fault!.Message, Does.StartWith(
            "TimeoutException: not now\n   thrown at frame 2, 2024-01-01T00:00:00.002+00:00, as a result of subscribing to the observable under test:\n"));
        Assert.That(fault.Message, Does.Not.Contain("frame 3"));

        using var n = new Marbles();
        n.Record(Observable.Create<int>(static _ => static () => throw new TimeoutException("not yet")), "--^--!");
        Assert.That(() => n.Run(), Throws.TypeOf<MarbleException>().With.Message.StartsWith(
            "TimeoutException: not yet\n   thrown at frame 5, 2024-01-01T00:00:00.005+00:00, as a result of unsubscribing from the observable under test:\n"));
    }

    [Test]
    public void A_long_table_is_cut_short()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("abcdefghijklmnopqrstuvw")).ToBe("");
        var lines = Assert.Throws<MarbleException>(() => m.Run())!.Message.TrimEnd().Split('\n');
        Assert.That(lines[3], Is.EqualTo("   expected  -"));
        Assert.That(lines[^2..], Is.EqualTo(new[] { "      19  nothing   t 't'", "   and 3 more frames" }));

        using var n = new Marbles();
        n.Expect(n.Hot("abcdefghijklmnopqrst")).ToBe("");
        Assert.That(() => n.Run(), Throws.TypeOf<MarbleException>().With.Message.EndsWith("      19  nothing   t 't'\n"));
    }

    [Test]
    [SetCulture("de-DE")]
    public void Failure_messages_do_not_depend_on_the_culture()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("a|", ('a', new Level(1.5m, 2.5m)))).ToBe("|");
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.Contains("1.5×2.5"));
        Assert.That(CultureInfo.CurrentCulture.Name, Is.EqualTo("de-DE"));
    }

    /// <summary>An observable of Rx would send the error instead.</summary>
    private sealed class Refusing : IObservable<int>
    {
        public IDisposable Subscribe(IObserver<int> observer) => throw new TimeoutException("not now");
    }

    private static void ShouldFail(Marbles marbles, string message)
    {
        var fault = Assert.Throws<MarbleException>(() => marbles.Run());
        Assert.That(Place().Replace(fault!.Message, " in MarbleFailureTests.cs:line #").TrimEnd(), Is.EqualTo(message));
    }

    [GeneratedRegex(@" in \S*MarbleFailureTests\.cs:line \d+", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
