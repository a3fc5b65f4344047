using System.Reactive.Linq;
using Microsoft.Reactive.Testing;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>A silence of five frames is drawn as the last item in capitals, or as <c>?</c> if there was none.</summary>
public sealed class DetectStaleTests : ReactiveTest
{
    [TestCase("-a--b-----c---d--------|",
              "-a--b----Bc---d----D---|", TestName = "A_silence_is_reported_once_and_ends_with_the_next_item")]
    [TestCase("----------a--|",
              "-----?----a--|", TestName = "A_silence_from_the_start_is_reported")]
    [TestCase("-a-----------------",
              "-------?",
              "--^", TestName = "Items_before_the_subscription_are_unknown")]
    [TestCase("-a----b----c----d|",
              "-a----b----c----d|", TestName = "An_item_exactly_at_the_timeout_prevents_the_report")]
    [TestCase("-a-|",
              "-a-|", TestName = "No_silence_is_reported_after_a_completion")]
    [TestCase("-a-#",
              "-a-#", TestName = "No_silence_is_reported_after_an_error")]
    public void Watching(string source, string result, string subscription = "^")
    {
        using var m = new Marbles();
        m.Expect(m.Hot(source).DetectStale(TimeSpan.FromMilliseconds(5), m.Scheduler).Select(Letter), subscription).ToBe(result);
        m.Run();
    }

    [Test]
    public void A_stale_item_is_emitted_exactly_at_its_time()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(210, 'a'));

        var result = scheduler.Start(() => source.DetectStale(TimeSpan.FromTicks(10), scheduler), disposed: 300);

        Assert.That(result.Messages, Is.EqualTo([OnNext(210, new Stale<char>(IsStale: false, 'a')), OnNext(220, new Stale<char>(IsStale: true, 'a'))]));
    }

    [Test]
    public void A_day_of_items_needs_one_timer_at_a_time()
    {
        using var m = new Marbles(TimeSpan.FromSeconds(1));
        var scheduler = new CountingScheduler(m.Scheduler);
        m.Expect(Observable.Interval(TimeSpan.FromSeconds(1), m.Scheduler).DetectStale(TimeSpan.FromSeconds(10), scheduler).Where(static item => item.IsStale), "^ 1440m !").ToBe("-");
        m.Run();

        Assert.That(scheduler.Count, Is.LessThanOrEqualTo(86_400 / 9), "one check every ten seconds, not one per item");
    }

    private static char Letter(Stale<char> item) => item switch
    {
        { IsStale: false } => item.Value,
        { Value: default(char) } => '?',
        _ => char.ToUpperInvariant(item.Value),
    };
}
