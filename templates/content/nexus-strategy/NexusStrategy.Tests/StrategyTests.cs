using System.Reactive.Linq;
using Nexus.Reactive;
using Nexus.Reactive.Testing;

namespace NexusStrategy.Tests;

public sealed class StrategyTests
{
    // A character is one second.
    [Test]
    public void Buys_below_the_average_and_sells_above_it_once_each()
    {
        using var m = new Marbles(frame: TimeSpan.FromSeconds(1));
        var feed = m.Feed("-a-b-b--c-|",
            ('a', Make.Trade("100x9 buy")),
            ('b', Make.Trade("99x1 sell")),
            ('c', Make.Trade("101x1 buy")));

        m.Expect(Strategy.Signals(feed, threshold: 0.001m).Select(static signal => signal.Side))
            .ToBe("---b----s-|", ('b', Side.Buy), ('s', Side.Sell));
        m.Run();
    }

    [Test]
    public async Task The_recorded_session_gives_the_same_signals()
    {
        var folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Recordings");
        var feed = NexusRecording.OpenFeed(Path.Combine(folder, "session.tsv.gz"));
        var signals = new List<string>();
        using var faults = feed.SubscriberFaults.Subscribe(fault => signals.Add(fault.ToString()));
        using var gaps = feed.Gaps.Subscribe(gap => signals.Add(gap.ToString()));
        using var malformed = feed.Malformed.Subscribe(message => signals.Add(message.ToString()));
        using var subscription = Strategy.Signals(feed).Subscribe(signal => signals.Add(signal.ToString()));

        await feed.RunAsync();

        // After an intended change, copy the actual file over the golden one and review the difference.
        await File.WriteAllLinesAsync(Path.Combine(folder, "signals.actual.txt"), signals);
        var accepted = await File.ReadAllLinesAsync(Path.Combine(folder, "signals.golden.txt"));
        var equal = signals.Zip(accepted).TakeWhile(static line => line.First == line.Second).Count();
        Assert.That(signals.ElementAtOrDefault(equal), Is.EqualTo(accepted.ElementAtOrDefault(equal)), $"line {equal + 1}");
    }
}
