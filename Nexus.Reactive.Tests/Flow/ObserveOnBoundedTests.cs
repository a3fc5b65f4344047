using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>A buffer of three on a thread that is busy from <c>^</c> to <c>!</c>. Below the items, how many were dropped before each.</summary>
public sealed class ObserveOnBoundedTests
{
    [TestCase(OverflowPolicy.DropOldest,
        "abcde------f-|",
        "^-----!",
        "------(cde)f-|",
        "------(200)0-|", TestName = "The_oldest_are_dropped")]
    [TestCase(OverflowPolicy.DropWrite,
        "abcde------f-|",
        "^-----!",
        "------(abc)f-|",
        "------(002)0-|", TestName = "The_newest_are_dropped")]
    [TestCase(OverflowPolicy.Fail,
        "abcde-f-|",
        "^-----!",
        "------(abc#)",
        "------(000#)", TestName = "What_fits_is_delivered_then_it_fails")]
    [TestCase(OverflowPolicy.Fail,
        "abcd|",
        "^-----!",
        "------(abc#)",
        "------(000#)", TestName = "A_source_that_ends_before_the_failure_was_heard_does_not_undo_it")]
    [TestCase(OverflowPolicy.DropOldest,
        "abc----def-|",
        "^-----!",
        "------(abc)\n-------def-|",
        "------(000)\n-------000-|", TestName = "What_fits_waits_and_is_all_delivered")]
    [TestCase(OverflowPolicy.DropWrite,
        "abcde|",
        "^-----!",
        "------(abc|)",
        "------(002|)", TestName = "The_end_waits_for_what_is_held")]
    [TestCase(OverflowPolicy.DropWrite,
        "abcde#",
        "^-----!",
        "------(abc#)",
        "------(002#)", TestName = "An_error_waits_for_what_is_held")]
    public void Handing_over(OverflowPolicy policy, string source, string busy, string items, string dropped)
    {
        using var m = new Marbles();
        var buffered = m.Hot(source).ObserveOnBounded(3, policy, m.Busy(busy));
        var error = policy == OverflowPolicy.Fail ? new InvalidOperationException("More than 3 items wait to be delivered.") : m.Error;
        m.Expect(buffered.Select(static item => item.Value)).ToBe(items, error);
        m.Expect(buffered.Select(static item => (char)('0' + item.Dropped))).ToBe(dropped, error);
        m.Run();
    }
}
