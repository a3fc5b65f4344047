using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Runtime.CompilerServices;
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

        var actual = Path.Combine(folder, "signals.actual.txt");
        await File.WriteAllLinesAsync(actual, signals);
        var accepted = await File.ReadAllLinesAsync(Path.Combine(folder, "signals.golden.txt"));
        var equal = signals.Zip(accepted).TakeWhile(static line => line.First == line.Second).Count();
        Assert.That(signals.ElementAtOrDefault(equal), Is.EqualTo(accepted.ElementAtOrDefault(equal)), $"Line {equal + 1} differs. If this change is intended, copy {actual} over {GoldenFile()}.");
    }

    [Test]
    public void No_fault_of_the_feed_breaks_the_strategy([Values(1UL, 2UL, 3UL)] ulong seed)
    {
        var recording = Path.Combine(TestContext.CurrentContext.TestDirectory, "Recordings", "session.tsv.gz");
        var scheduler = new HistoricalScheduler();
        var profile = new FaultProfile(seed) { Drop = 0.01, Duplicate = 0.01, Reorder = 0.01, Corrupt = 0.01, Cut = 0.001 };
        var feed = NexusRecording.Replay([recording], speed: 1, scheduler).InjectFaults(profile, scheduler).ToNexusFeed();
        var (faults, signals, malformed) = (new List<SubscriberFault>(), 0, 0);
        using var observed = feed.SubscriberFaults.Subscribe(faults.Add);
        using var counted = Strategy.Signals(feed).Subscribe(_ => signals++);
        using var damaged = feed.Malformed.Subscribe(_ => malformed++);
        using var connection = feed.Connect();
        scheduler.Start();

        Assert.That(faults, Is.Empty);
        Assert.That(signals, Is.GreaterThan(0), "the strategy still works");
        Assert.That(malformed, Is.GreaterThan(0), "the faults were there");
    }

    // The file in the project, not its copy in the output folder.
    private static string GoldenFile([CallerFilePath] string test = "") => Path.Combine(Path.GetDirectoryName(test)!, "Recordings", "signals.golden.txt");
}
