using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>How a failure shows values.</summary>
public sealed class MarbleTextTests
{
    [Test]
    public void Values_are_printed_in_the_format_of_Make_with_a_limited_length()
    {
        var change = new LevelChange(BookSide.Ask, 101, 0, 1);
        Assert.That(MarbleText.Of(Make.Trade("100x2 buy")), Is.EqualTo("Trade SPOT_BTC_USDT 2024-01-01T00:00:00Z 100x2 buy").Or.EqualTo("Trade SPOT_BTC_USDT 2024-01-01T00:00:00+00:00 100x2 buy"));
        Assert.That(MarbleText.Of(Make.Trade("100x2 sell")), Does.EndWith(" 100x2 sell"));
        Assert.That(MarbleText.Of(new BookDiff(Make.Symbol, Marbles.DefaultStart, [change], isInitial: true)), Does.EndWith(" initial [Ask 101 0→1]"));
        Assert.That(MarbleText.Of(new BookDiff(Make.Symbol, Marbles.DefaultStart, [change], isInitial: false)), Does.EndWith("Z [Ask 101 0→1]").Or.EndWith("+00:00 [Ask 101 0→1]"));
        Assert.That(MarbleText.Of(new string('a', 10_000)), Has.Length.LessThan(1_000).And.EndsWith("…"));
        Assert.That(MarbleText.Of(new string('a', 198)), Has.Length.EqualTo(200).And.EndsWith("\""));
        Assert.That(MarbleText.Of(new string('a', 199)), Has.Length.EqualTo(201).And.EndsWith("a…"));
        Assert.That(MarbleText.Of("a\nb"), Is.EqualTo("\"a b\""));
        Assert.That(MarbleText.Of((Exception)new InvalidOperationException("a\nb")), Is.EqualTo("InvalidOperationException: a b"));
        Assert.That(MarbleText.Of((1, "a", new[] { 'b', 'c' })), Is.EqualTo("(1, \"a\", ['b', 'c'])"));
        Assert.That(MarbleText.Of('a'), Is.EqualTo("'a'"));
        Assert.That(MarbleText.Of<string?>(null), Is.EqualTo("null"));
    }
}
