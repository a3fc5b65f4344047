using System.Reactive.Concurrency;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>On a thread that is busy from <c>^</c> to <c>!</c>.</summary>
public sealed class ObserveLatestOnTests
{
    [TestCase("ab-cd-e--f|",
              "---^---!---",
              "ab-----e-f|", TestName = "While_it_is_busy_only_the_latest_waits")]
    [TestCase("abcd|",
              "^------!",
              "-------(d|)", TestName = "The_last_item_comes_before_the_end")]
    [TestCase("----|",
              "^------!",
              "-------|", TestName = "The_end_waits_too")]
    [TestCase("abcd#",
              "^------!",
              "-------(d#)", TestName = "An_error_waits_too")]
    public void Handing_over(string source, string busy, string result)
    {
        using var m = new Marbles();
        m.Expect(m.Hot(source).ObserveLatestOn(m.Busy(busy))).ToBe(result);
        m.Run();
    }

    [Test]
    public void On_an_immediate_scheduler_it_is_the_source_itself()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("(abc)d-e-|").ObserveLatestOn(Scheduler.Immediate)).ToBe("(abc)d-e-|");
        m.Run();
    }
}
