using CsCheck;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

public sealed class MarbleDiagramTests
{
    [TestCase("", "")]
    [TestCase("---", "")]
    [TestCase("a", "0:a")]
    [TestCase("-a-b|", "1:a 3:b 4:|")]
    [TestCase("- a - b |", "1:a 3:b 4:|", TestName = "Spaces_are_ignored")]
    [TestCase("--#", "2:#")]
    [TestCase("-(ab)-c", "1:a 1:b 6:c", TestName = "Values_of_a_group_share_a_frame_and_the_group_takes_one_frame_per_character")]
    [TestCase("(a|)", "0:a 0:|")]
    [TestCase("a 5ms b", "0:a 6:b")]
    [TestCase("2s a", "2000:a")]
    [TestCase("1.5s a 2m |", "1500:a 121501:|")]
    [TestCase("-12ms-", "1:1 2:2 3:m 4:s", TestName = "Digits_beside_a_marble_are_values")]
    [TestCase("1 5s a", "0:1 5001:a", TestName = "Digits_with_a_unit_between_spaces_are_a_time")]
    [TestCase("ab^cd", "-2:a -1:b 1:c 2:d")]
    [TestCase("a(^b)c", "-1:a 0:b 4:c")]
    [TestCase("-(abc)\n--d--|", "1:a 1:b 1:c 2:d 5:|", TestName = "A_second_line_starts_at_frame_zero")]
    [TestCase("-é-Ω", "1:é 3:Ω")]
    public void A_diagram_parses_to_the_expected_marbles(string diagram, string marbles)
    {
        var read = MarbleDiagram.Parse(diagram).Marbles.Select(static marble => FormattableString.Invariant($"{marble.Frame}:{marble.Character}"));
        Assert.That(string.Join(' ', read), Is.EqualTo(marbles));
    }

    [Test]
    public void A_frame_may_have_any_duration()
    {
        Assert.That(MarbleDiagram.Parse("-a 1m b", TimeSpan.FromSeconds(1)).Marbles, Is.EqualTo(new Marble[] { new(1, 'a'), new(62, 'b') }));
        Assert.That(MarbleDiagram.Parse("a 1ms b", TimeSpan.FromTicks(1)).Marbles, Is.EqualTo(new Marble[] { new(0, 'a'), new(10_001, 'b') }));
    }

    [TestCase("--(ab", "This group has no ')'.", 2)]
    [TestCase("ab)", "This ')' has no matching '('.", 2)]
    [TestCase("-()", "A group must not be empty.", 1)]
    [TestCase("(a(b))", "Groups cannot be nested.", 2)]
    [TestCase("(a-b)", "A group is one frame; '-' is not allowed in it.", 2)]
    [TestCase("( 5ms a)", "A group is one frame; a time is not allowed in it.", 2)]
    [TestCase("-|-a", "No marble can follow the end.", 3)]
    [TestCase("(|a)", "No marble can follow the end.", 2)]
    [TestCase("#|", "No marble can follow the end.", 1)]
    [TestCase("^-^", "A second '^'.", 2)]
    [TestCase("a-!", "'!' is allowed only in subscription diagrams.", 2)]
    [TestCase("a\tb", "A value must be one visible character.", 1)]
    [TestCase("a 1.5ms b", "Not a whole number of frames: one frame is 1ms.", 2)]
    [TestCase("a 250ms|", "This is ambiguous: a time or values? Write '250ms ' for the time, '2 50ms' for the values.", 2)]
    [TestCase("99999999999999999999999999999999999m ", "A time must not exceed one hundred years.", 0)]
    [TestCase("52559999m 52559999m a", "A time must not exceed one hundred years.", 10)]
    public void The_message_points_at_the_fault_in_the_diagram(string diagram, string complaint, int column)
    {
        var fault = Assert.Throws<MarbleException>(() => MarbleDiagram.Parse(diagram));
        Assert.That(fault!.Message, Is.EqualTo($"{complaint}\n  {diagram}\n  {new string(' ', column)}^"));
    }

    [TestCase("^", 0L, null)]
    [TestCase("--^--!", 2L, 5L)]
    [TestCase("- ^ 20ms !", 1L, 22L)]
    [TestCase("--!", 0L, 2L)]
    [TestCase("-(^!)", 1L, 1L)]
    public void A_subscription_diagram_parses_to_the_expected_frames(string diagram, long subscribed, long? unsubscribed) =>
        Assert.That(MarbleSubscription.Parse(diagram), Is.EqualTo(new MarbleSubscription(subscribed, unsubscribed)));

    [TestCase("")]
    [TestCase("---")]
    [TestCase("^-!-!")]
    [TestCase("^-^")]
    [TestCase("^-a-!")]
    [TestCase("^--|")]
    public void An_invalid_subscription_diagram_is_rejected(string diagram) => Assert.That(() => MarbleSubscription.Parse(diagram), Throws.TypeOf<MarbleException>());

    [Test]
    public void Long_silence_is_written_as_time()
    {
        var diagram = MarbleDiagram.Of([new Marble(0, 'a'), new Marble(1501, 'b'), new Marble(1503, '|')]);
        Assert.That(diagram.ToString(), Is.EqualTo("a 1.5s b-|"));
    }

    [Test]
    public void A_group_that_does_not_fit_adds_a_second_line()
    {
        var diagram = MarbleDiagram.Of([new Marble(1, 'a'), new Marble(1, 'b'), new Marble(2, 'c'), new Marble(6, '|')]);
        Assert.That(diagram.ToString(), Is.EqualTo("-(ab)-|\n--c"));
    }

    [Test]
    public void A_printed_diagram_parses_to_the_same_diagram() => Diagrams.Sample(
        static diagram => MarbleDiagram.Parse(diagram.ToString(), diagram.Frame).Equals(diagram),
        print: static diagram => $"{diagram} <- {string.Join(' ', diagram.Marbles)}");

    [Test]
    public void Printing_a_parsed_diagram_gives_the_same_text() => Diagrams.Sample(
        static diagram => MarbleDiagram.Parse(diagram.ToString(), diagram.Frame).ToString() == diagram.ToString());

    [Test]
    public void Spaces_between_marbles_change_nothing() => Diagrams.Where(static diagram => diagram.Marbles.Length > 0).Sample(
        static diagram =>
        {
            var plain = diagram.ToString();
            // Only around what is no time and no digit: those read otherwise beside a space.
            var spaced = plain.Replace("-", " - ", StringComparison.Ordinal);
            return plain.Any(char.IsAsciiDigit) || MarbleDiagram.Parse(spaced, diagram.Frame).Equals(diagram);
        });

    [Test]
    public void Any_text_parses_to_a_diagram_or_throws_a_MarbleException() => Gen.String[Gen.Char["-ab1.5ms|#^!() \n\t0"], 0, 12].Sample(static text =>
    {
        try
        {
            var diagram = MarbleDiagram.Parse(text);
            return MarbleDiagram.Parse(diagram.ToString()).Equals(diagram);
        }
        catch (MarbleException fault)
        {
            return fault.Message.Contains('\n', StringComparison.Ordinal);
        }
    });

    [TestCase("5.", "0:5 1:.")]
    [TestCase("1.s", "0:1 1:. 2:s")]
    [TestCase("1sa", "0:1 1:s 2:a")]
    [TestCase("a 2s", "0:a")]
    public void Digits_that_are_not_a_time_are_values(string diagram, string marbles) =>
        Assert.That(string.Join(' ', MarbleDiagram.Parse(diagram).Marbles.Select(static marble => FormattableString.Invariant($"{marble.Frame}:{marble.Character}"))), Is.EqualTo(marbles));

    [TestCase("", 0)]
    [TestCase("a-", 2)]
    [TestCase("a 2s", 2001)]
    [TestCase("ab^cd", 3)]
    [TestCase("a\n---b", 4)]
    [TestCase("52560000m", 3_153_600_000_000)]
    public void The_length_of_a_diagram_counts_the_frames_after_its_start(string diagram, long length) =>
        Assert.That(MarbleDiagram.Parse(diagram).Length, Is.EqualTo(length));

    [Test]
    public void A_diagram_created_from_marbles_ends_at_the_last_marble()
    {
        Assert.That(MarbleDiagram.Of([]).Length, Is.Zero);
        Assert.That(MarbleDiagram.Of([]).ToString(), Is.EqualTo("-"));
        Assert.That(MarbleDiagram.Of([new Marble(7, 'a'), new Marble(2, 'b')]).Length, Is.EqualTo(8));
    }

    [Test]
    public void Marbles_that_cannot_form_a_diagram_are_rejected()
    {
        Assert.That(static () => MarbleDiagram.Of([new Marble(0, '-')]), Throws.TypeOf<MarbleException>().With.Message.EqualTo("'-' cannot represent a value."));
        Assert.That(static () => MarbleDiagram.Of([new Marble(1, 'a'), new Marble(0, '|')]), Throws.TypeOf<MarbleException>().With.Message.EqualTo("No marble can follow the end."));
        Assert.That(static () => MarbleDiagram.Of(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("marbles"));
        Assert.That(static () => MarbleDiagram.Parse(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void A_diagram_line_that_continues_after_the_end_of_another_line_is_rejected() =>
        Assert.That(static () => MarbleDiagram.Parse("a|\n---b"), Throws.TypeOf<MarbleException>().With.Message.EqualTo("A line continues after another line's end.\na|\n---b"));

    [TestCase(21, "a--------------------b")]
    [TestCase(22, "a 21ms b")]
    [TestCase(1_001, "a 1s b")]
    [TestCase(60_001, "a 1m b")]
    [TestCase(90_001, "a 90s b")]
    public void Silence_is_written_in_dashes_or_in_the_largest_unit_that_fits(long frame, string diagram) =>
        Assert.That(MarbleDiagram.Of([new Marble(0, 'a'), new Marble(frame, 'b')]).ToString(), Is.EqualTo(diagram));

    [Test]
    public void A_diagram_starts_with_the_leading_silence() => Assert.That(MarbleDiagram.Of([new Marble(1_500, 'a')]).ToString(), Is.EqualTo("1.5s a"));

    [Test]
    public void Values_that_look_like_a_time_are_separated()
    {
        var diagram = MarbleDiagram.Of([new Marble(0, '1'), new Marble(1, 'm'), new Marble(2, 's')]);

        Assert.That(diagram.ToString(), Is.EqualTo("1 ms"));
        Assert.That(MarbleDiagram.Parse("1 ms"), Is.EqualTo(diagram));
        Assert.That(MarbleDiagram.Parse("a 99ms 1 m").ToString(), Is.EqualTo("a 99ms 1 m"));
        Assert.That(MarbleDiagram.Parse("a1m").ToString(), Is.EqualTo("a1m"));
    }

    private static Gen<MarbleDiagram> Diagrams => Gen.Select(
        Gen.OneOf(Gen.Long[0, 8], Gen.Long[-6, 60], Gen.Long[0, 200_000]),
        Gen.Char["abcms.0159é"],
        static (frame, symbol) => new Marble(frame, symbol))
        .Array[0, 12]
        .Select(
            Gen.Char["|#-"],
            Gen.Long[0, 30],
            Gen.OneOf(TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            static (marbles, end, after, frame) => MarbleDiagram.Of(
                end == '-' ? marbles : [.. marbles, new Marble(marbles.Select(static marble => marble.Frame).DefaultIfEmpty().Max() + after, end)],
                frame));
}
