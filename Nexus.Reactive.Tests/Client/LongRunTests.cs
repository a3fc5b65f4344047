using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A day of the exchange in virtual time, in which each of the client's timers runs out again and again, each at its instant.</summary>
public sealed class LongRunTests
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    [Test]
    public async Task For_24_hours_each_timer_fires_at_its_instant([Values(1, 2, 3)] int seed)
    {
        await using var it = new ClientHarness(o => o with { ConnectTimeout = ConnectTimeout, StaleAfter = StaleAfter, PingInterval = PingInterval });
        var day = new Day(it, new Random(seed));
        var faults = 0;
        it.Client.Feed.ClockFaults.Subscribe(_ => faults++);
        _ = it.Client.StartAsync();
        day.ConnectionComes();
        while (it.Scheduler.Now < Start + TimeSpan.FromDays(1))
            day.Go();

        Assert.That(it.Raw.Count(static text => text.Contains("FEED_GAP", StringComparison.Ordinal)), Is.EqualTo(day.Gaps));
        Assert.That(day.Done, Has.Count.EqualTo(10), "each kind of trouble");
        Assert.That(day.Done.Values, Has.All.GreaterThan(5), "again and again");
        Assert.That(it.Connections.Count(static c => !c.IsDisposed), Is.LessThanOrEqualTo(1), "no connection is left behind");
        Assert.That((faults, it.Faults.Count), Is.EqualTo((0, 0)));
        Assert.That(it.Client.Feed.Clock.Now, Is.EqualTo(day.LastPing));
    }

    private sealed class Day(ClientHarness it, Random random)
    {
        private int _connections;
        private int _attempts;

        public int Gaps { get; private set; }

        public DateTimeOffset LastPing { get; private set; }

        public SortedDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

        /// <summary>One dial and, if it leads to a connection, that connection's life.</summary>
        public void Go()
        {
            switch (random.Next(10))
            {
                case 0:
                    Count("connect timeout");
                    Pass(ConnectTimeout - Instant);
                    Assert.That(it.Last.IsDisposed, Is.False);
                    Pass(Instant);
                    Lost("no connection within 10 s");
                    return;
                case 1:
                    Count("refused");
                    Pass(UpTo(9));
                    it.Last.Break(new DisconnectReason("refused", System.Net.HttpStatusCode.ServiceUnavailable));
                    Lost("refused");
                    return;
                case 2:
                    Count("stopped while dialling");
                    Pass(UpTo(9));
                    StopAndStart();
                    return;
                default:
                    Pass(UpTo(9));
                    it.Last.Accept();
                    Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Connected()));
                    Live();
                    return;
            }
        }

        public void ConnectionComes()
        {
            Assert.That(it.Connections, Has.Count.EqualTo(++_connections));
            Assert.That(it.Last.IsDialled, Is.True);
        }

        private void Live()
        {
            var connection = it.Last;
            var openedAt = it.Scheduler.Now;
            for (var i = random.Next(2) == 0 ? 0 : random.Next(8); i > 0; i--)
                Talk();

            var wasCut = false;
            switch (random.Next(6))
            {
                case 0:
                    Count("accepted and closed");
                    wasCut = true;
                    break;
                case 1:
                    Count("silent for good");
                    Pass(StaleAfter - Instant);
                    Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Connected()));
                    Pass(Instant);
                    Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Stale()));
                    Pass(StaleAfter - Instant);
                    Assert.That(connection.IsDisposed, Is.False);
                    Pass(Instant);
                    break;
                case 2:
                    Count("silent for a while");
                    Pass(StaleAfter + UpTo(14));
                    Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Stale()));
                    Talk(TimeSpan.Zero);
                    Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Connected()));
                    wasCut = true;
                    break;
                case 3:
                    Count("cut after a while");
                    Pass(UpTo(14));
                    wasCut = true;
                    break;
                case 4:
                    Count("stopped");
                    Pass(UpTo(14));
                    PingsWere(connection, openedAt);
                    StopAndStart();
                    it.Last.Accept();
                    Gaps++;
                    Assert.That(it.Raw[^1], Is.EqualTo(StoppedGap));
                    openedAt = it.Scheduler.Now;
                    connection = it.Last;
                    Talk();
                    wasCut = true;
                    break;
                default:
                    Count("stable");
                    while (it.Scheduler.Now - openedAt < TimeSpan.FromMinutes(1))
                        Talk();
                    wasCut = true;
                    break;
            }

            // The ping of the instant at which silence ends it comes too late.
            PingsWere(connection, wasCut ? openedAt : openedAt + Instant);
            if (it.Scheduler.Now - openedAt >= TimeSpan.FromMinutes(1))
                _attempts = 0;
            if (wasCut)
                connection.Break("cut");
            Gaps++;
            var reason = wasCut ? "cut" : "no message received for 30 s";
            Assert.That(it.Raw[^1], Is.EqualTo(Gap(reason)));
            Lost(reason);
        }

        private void Talk() => Talk(UpTo(14));

        private void Talk(TimeSpan pause)
        {
            Pass(pause);
            LastPing = DateTimeOffset.FromUnixTimeMilliseconds(it.Scheduler.Now.ToUnixTimeMilliseconds());
            it.Last.Bring(Ping(LastPing.ToUnixTimeMilliseconds()));
        }

        // The wait before the next dial: twice as long each time, up to half a minute.
        private void Lost(string reason)
        {
            var wait = TimeSpan.FromSeconds(Math.Min(30, 0.5 * Math.Pow(2, _attempts++)));
            if (wait == TimeSpan.FromSeconds(30))
                Count("longest wait");
            Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Reconnecting(_attempts, reason, wait)));
            Assert.That(it.Last.IsDisposed, Is.True);
            if (random.Next(20) == 0)
            {
                Pass(wait / 2);
                StopAndStart();
                return;
            }

            Pass(wait - Instant);
            Assert.That(it.Connections, Has.Count.EqualTo(_connections));
            Pass(Instant);
            ConnectionComes();
        }

        private void StopAndStart()
        {
            Assert.That(it.Client.StopAsync().IsCompleted, Is.True);
            Assert.That(it.Last.IsDisposed, Is.True);
            Pass(TimeSpan.FromSeconds(random.Next(300)));
            Assert.That(it.Connections, Has.Count.EqualTo(_connections), "a stopped client dials no more");
            _attempts = 0;
            _ = it.Client.StartAsync();
            ConnectionComes();
        }

        private void PingsWere(FakeConnection connection, DateTimeOffset openedAt) =>
            Assert.That(connection.Sent, Has.Count.EqualTo(1 + (int)((it.Scheduler.Now - openedAt) / PingInterval)));

        private void Pass(TimeSpan time) => it.Scheduler.AdvanceBy(time.Ticks);

        // Odd milliseconds, so that it never meets another timer's instant.
        private TimeSpan UpTo(int seconds) => TimeSpan.FromMilliseconds(2 * random.Next(seconds * 500) + 1);

        private void Count(string what) => Done[what] = Done.GetValueOrDefault(what) + 1;
    }
}
