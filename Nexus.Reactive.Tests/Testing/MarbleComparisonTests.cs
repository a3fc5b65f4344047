using System.Reactive;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>What the kit calls equal: if it said yes too often, no marble test would show anything.</summary>
public sealed class MarbleComparisonTests
{
    [TestCase("a-b|", "a-b|", true)]
    [TestCase("a-b|", "a-b", false)]
    [TestCase("a-b", "a-b|", false)]
    [TestCase("a-b-", "a", false)]
    [TestCase("a", "a-b", false)]
    [TestCase("", "a", false)]
    [TestCase("a", "", false)]
    [TestCase("ab", "a-b", false)]
    [TestCase("a|", "a#", false)]
    public void An_expectation_covers_the_whole_diagram(string actual, string expected, bool holds)
    {
        using var m = new Marbles();
        m.Expect(m.Hot(actual)).ToBe(expected);

        Assert.That(() => m.Run(), holds ? Throws.Nothing : Throws.TypeOf<MarbleException>());
    }

    [TestCase(new[] { 1, 2 }, true)]
    [TestCase(new[] { 1, 3 }, false)]
    [TestCase(new[] { 1 }, false)]
    [TestCase(new[] { 1, 2, 3 }, false)]
    [TestCase(new int[0], false)]
    public void Sequences_are_equal_item_by_item(int[] other, bool equal)
    {
        int[] items = [1, 2];
        Assert.That(Equal(items, other), Is.EqualTo(equal));
        Assert.That(Equal(other, items), Is.EqualTo(equal));
        Assert.That(Equal(items, null!), Is.False);

        static bool Equal(int[] left, int[] right) =>
            MarbleEquality<int[]>.Default.Equals(Notification.CreateOnNext(left), Notification.CreateOnNext(right));
    }

    [Test]
    public void Errors_are_equal_by_type_and_message()
    {
        Assert.That(Equal(new InvalidOperationException("a"), new InvalidOperationException("a")), Is.True);
        Assert.That(Equal(new InvalidOperationException("a"), new InvalidOperationException("b")), Is.False);
        Assert.That(Equal(new InvalidOperationException("a"), new NotSupportedException("a")), Is.False);

        static bool Equal(Exception left, Exception right) =>
            MarbleEquality<int>.Default.Equals(Notification.CreateOnError<int>(left), Notification.CreateOnError<int>(right));
    }

    [Test]
    public void Diagrams_are_equal_by_their_marbles_and_their_frame()
    {
        var diagram = MarbleDiagram.Parse("a-b");
        Assert.That(diagram, Is.EqualTo(MarbleDiagram.Parse("a 1ms b--")));
        Assert.That(diagram, Is.Not.EqualTo(MarbleDiagram.Parse("a-c")));
        Assert.That(diagram, Is.Not.EqualTo(MarbleDiagram.Parse("a-b", TimeSpan.FromSeconds(1))));
        Assert.That(diagram.Equals(null), Is.False);
        Assert.That(static () => MarbleDiagram.Parse("a", TimeSpan.Zero), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("frame"));
    }

    [Test]
    public void Marbles_before_frame_zero_are_drawn_before_the_caret() =>
        Assert.That(MarbleDiagram.Of([new Marble(-2, 'a'), new Marble(1, 'b')]).ToString(), Is.EqualTo("a-^b"));
}
