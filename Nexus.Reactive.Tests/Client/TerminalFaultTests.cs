using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>An exception at the terminal of any stream of a client is a fault, and the faults end after all other streams.</summary>
public sealed class TerminalFaultTests
{
    private static readonly Dictionary<string, Action<NexusClient>> Streams = new()
    {
        ["RawMessages"] = static client => client.RawMessages.Subscribe(static _ => { }, static () => throw new InvalidOperationException()),
        ["RoundTrips"] = static client => client.RoundTrips.Subscribe(static _ => { }, static () => throw new InvalidOperationException()),
        ["Status"] = static client => client.Status.Subscribe(static _ => { }, static () => throw new InvalidOperationException()),
        ["Messages"] = static client => client.Feed.Subscribe(static _ => { }, static () => throw new InvalidOperationException()),
        ["Trades"] = static client => client.Feed.Trades.Subscribe(static _ => { }, static () => throw new InvalidOperationException()),
        ["ClockFaults"] = static client => client.Feed.ClockFaults.Subscribe(static _ => { }, static () => throw new InvalidOperationException()),
    };

    /// <summary>Places from which a client is disposed.</summary>
    private static readonly Dictionary<string, Action<ClientHarness>> Disposals = new()
    {
        ["outside"] = static it => it.Client.Dispose(),
        ["a status"] = static it =>
        {
            it.Client.Status.Subscribe(status =>
            {
                if (status is ConnectionStatus.Reconnecting)
                    it.Client.Dispose();
            });
            it.Last.Break("cut");
        },
        ["a message"] = static it =>
        {
            it.Client.Feed.Pings.Subscribe(_ => it.Client.Dispose());
            it.Last.Bring(Ping());
        },
        ["a round trip"] = static it =>
        {
            it.Client.RoundTrips.Subscribe(_ => it.Client.Dispose());
            it.Advance(10);
            it.Last.Bring(Ping());
        },
    };

    private static IEnumerable<string> Places => Disposals.Keys;

    [TestCaseSource(nameof(Places))]
    public async Task Each_fault_is_observed_once_before_SubscriberFaults_ends_wherever_the_client_is_disposed(string place)
    {
        await using var it = Connected();
        var seen = new List<string>();
        it.Client.Feed.SubscriberFaults.Subscribe(fault => seen.Add(fault.Stream), () => seen.Add("end"));
        foreach (var subscribe in Streams.Values)
            subscribe(it.Client);

        Disposals[place](it);
        await it.Client.DisposeAsync();

        Assert.That(seen[^1], Is.EqualTo("end"));
        Assert.That(seen[..^1], Is.EquivalentTo(Streams.Keys));
        Assert.That(it.Faults, Is.Empty, "the faults are observed");
    }
}
