using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>One run has one expectation for each thing, and ends its use.</summary>
public sealed class MarbleUseTests
{
    [Test]
    public void Marbles_reject_every_call_after_Run()
    {
        var m = new Marbles();
        var hot = m.Hot("a|");
        var expectation = m.Expect(hot);
        var subscriptions = m.ExpectSubscriptions(hot);
        expectation.ToBe("a|");
        subscriptions.ToBe("^!");
        m.Run();

        Assert.Multiple(() =>
        {
            Assert.That(() => m.Run(), Throws.InvalidOperationException.With.Message.EqualTo("Run() was already called; create a new instance."));
            Assert.That(() => m.Hot("a"), Throws.InvalidOperationException);
            Assert.That(() => m.Cold("a"), Throws.InvalidOperationException);
            Assert.That(() => m.Feed("-"), Throws.InvalidOperationException);
            Assert.That(() => m.Record(hot), Throws.InvalidOperationException);
            Assert.That(() => m.Expect(hot), Throws.InvalidOperationException);
            Assert.That(() => m.ExpectSubscriptions(hot), Throws.InvalidOperationException);
            Assert.That(() => expectation.ToBe("a|"), Throws.InvalidOperationException);
            Assert.That(() => subscriptions.ToBe("^!"), Throws.InvalidOperationException);
        });
        m.Dispose();
    }

    [Test]
    public void ToBe_may_be_called_only_once_per_expectation()
    {
        using var m = new Marbles();
        var hot = m.Hot("a|");
        var expectation = m.Expect(hot);
        var subscriptions = m.ExpectSubscriptions(hot);
        expectation.ToBe("a|");
        subscriptions.ToBe("^!");

        Assert.That(() => expectation.ToBe("b|"), Throws.TypeOf<MarbleException>().With.Message.StartsWith("Expect(hot) has two expectations."));
        Assert.That(() => subscriptions.ToBe("^--!"), Throws.TypeOf<MarbleException>().With.Message.StartsWith("ExpectSubscriptions(hot) has two expectations."));
        m.Run();
    }
}
