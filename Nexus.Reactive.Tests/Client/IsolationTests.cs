using System.Globalization;
using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>What subscribers do inside their callbacks harms only themselves.</summary>
public sealed class IsolationTests
{
    [Test]
    public async Task A_raw_subscriber_that_throws_is_removed_and_others_are_unaffected()
    {
        await using var it = Connected();
        var ends = new List<Exception>();
        var boom = new InvalidOperationException("boom");
        it.Client.RawMessages.Subscribe(_ => throw boom, ends.Add);
        it.Client.Status.Subscribe(status => throw boom, ends.Add);
        var after = new List<string>();
        it.Client.RawMessages.Subscribe(after.Add);

        it.Last.Bring("a", "b");

        Assert.That((it.Raw, after), Is.EqualTo((new List<string> { "a", "b" }, new List<string> { "a", "b" })));
        Assert.That(it.Faults, Is.EqualTo(new[] { new SubscriberFault("Status", new ConnectionStatus.Connected(), boom), new SubscriberFault("RawMessages", "a", boom) }));
        Assert.That((ends.Count, it.Last.IsDisposed), Is.EqualTo((2, false)));
    }

    [Test]
    public async Task Observed_faults_are_not_passed_to_UnobservedFault()
    {
        await using var it = Connected();
        var seen = new List<SubscriberFault>();
        it.Client.Feed.SubscriberFaults.Subscribe(seen.Add);
        it.Client.Feed.Malformed.Subscribe(_ => throw new InvalidOperationException());

        it.Last.Bring("no json");

        Assert.That((seen.Count, it.Faults.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Stop_and_dispose_inside_a_subscriber_do_not_deadlock_when_blocked_on()
    {
        var it = Connected();
        it.Client.RawMessages.Subscribe(text =>
        {
            if (text == "stop")
                it.Client.StopAsync().Wait();
            if (text == "dispose")
                it.Client.DisposeAsync().AsTask().Wait();
        });

        it.Last.Bring("a", "stop", "late");
        Assert.That((it.Raw, it.Statuses[^1]), Is.EqualTo((new List<string> { "a", "stop", StoppedGap }, (ConnectionStatus)new ConnectionStatus.Closed())));

        _ = it.Client.StartAsync();
        it.Last.Accept();
        it.Last.Bring("dispose", "late");
        Assert.That(it.Raw[^2..], Is.EqualTo(new[] { "dispose", "|" }));
        await it.DisposeAsync();
    }

    [Test]
    public async Task Start_from_inside_a_status_subscriber_works()
    {
        await using var it = new ClientHarness();
        it.Client.Status.Subscribe(status =>
        {
            if (status is ConnectionStatus.Closed { Reason: not null })
                _ = it.Client.StartAsync();
        });

        _ = it.Client.StartAsync();
        it.Last.Break(new DisconnectReason("refused", System.Net.HttpStatusCode.Forbidden));
        it.Last.Accept();

        Assert.That((it.Connections.Count, it.Statuses[^1]), Is.EqualTo((2, (ConnectionStatus)new ConnectionStatus.Connected())));
    }

    [Test]
    public async Task A_message_that_is_being_delivered_during_a_cut_precedes_the_gap()
    {
        await using var it = Connected();
        using var inside = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        it.Client.RawMessages.Subscribe(text =>
        {
            if (text != "slow")
                return;
            inside.Set();
            leave.Wait(TimeSpan.FromSeconds(10));
        });
        var seen = new List<string>();
        it.Client.RawMessages.Subscribe(seen.Add);

        var reading = Task.Run(() => it.Last.Bring("slow", "late"));
        inside.Wait(TimeSpan.FromSeconds(10));
        it.Last.Break("cut");
        it.Advance(0.5);
        it.Last.Accept();
        it.Last.Bring("new");
        Assert.That(seen, Is.Empty);
        leave.Set();
        await reading;

        Assert.That(seen, Is.EqualTo(new[] { "slow", Gap("cut"), Resumed, "new" }));
    }

    [Test]
    public async Task Pushes_from_several_threads_reach_each_subscriber_one_at_a_time_and_in_order()
    {
        await using var it = Connected();
        var inside = 0;
        var overlaps = 0;
        it.Client.RawMessages.Subscribe(_ =>
        {
            if (Interlocked.Increment(ref inside) != 1)
                overlaps++;
            Interlocked.Decrement(ref inside);
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
                it.Last.Bring($"{thread} {i}");
        })));

        Assert.That((overlaps, it.Raw.Count), Is.EqualTo((0, 20_000)));
        foreach (var thread in it.Raw.Select(text => text.Split(' ')).GroupBy(parts => parts[0], parts => int.Parse(parts[1], CultureInfo.InvariantCulture)))
            Assert.That(thread, Is.Ordered);
    }
}
