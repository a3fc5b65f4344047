using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Simulation;

/// <summary>
/// The whole system in one thread and virtual time: an exchange with two symbols, a network, two clients, their combined feed with bars, orders and a
/// recorder, and a gateway with a bus. The plan says what goes wrong; the checkers look at every message.
/// </summary>
internal sealed class SimulatedSystem : IDisposable
{
    private static readonly TimeSpan Checkpoint = TimeSpan.FromHours(1);
    private static readonly TimeSpan Calm = TimeSpan.FromHours(4);
    private static readonly TimeSpan Reconciliation = TimeSpan.FromMinutes(10);

    private readonly SimulationPlan _plan;
    private readonly SimulatedWorld _world;
    private readonly SimulatedProcess _process;
    private readonly SimulatedDisk _disk;
    private readonly SimulatedExchange _exchange;
    private readonly SimulatedSide[] _sides;
    private readonly NexusFeed _combined;
    private readonly RecordedRun _live;
    private readonly OrderLedger _ledger;
    private readonly ForgottenFills _forgotten = new();
    private readonly Subject<OrderSnapshot> _snapshots = new();
    private readonly IDisposable _connection;
    private readonly SimulatedBus _bus;
    private readonly StreamChecker _busChecker;
    private readonly TimeSpan _bars;
    private long _orderIds;
    private long _recorderFaults;
    private bool _startsLate;

    public SimulatedSystem(SimulationPlan plan)
    {
        _plan = plan;
        _world = new SimulatedWorld(plan.Seed);
        _process = new SimulatedProcess(_world);
        _disk = new SimulatedDisk(_world, _process);
        _exchange = new SimulatedExchange(_world);
        _bars = TimeSpan.FromSeconds(_world.Random.Next(3) switch { 0 => 60, 1 => 300, _ => 900 });
        var pings = TimeSpan.FromSeconds(_world.Random.Next(20) switch { 0 => 10, < 4 => 60, < 12 => 300, _ => 900 });
        _sides = [.. new[] { "SPOT_BTC_USDT", "SPOT_ETH_USDT" }.Select(symbol => new SimulatedSide(_world, _process, _exchange, Symbol.Parse(symbol), pings, _bars))];
        _exchange.Sides = _sides;
        _combined = NexusFeed.Combine(_sides.Select(static side => side.Client));
        _combined.SubscriberFaults.Subscribe(fault => _world.Require(false, () => $"a subscriber failed: {fault}"), static _ => { });
        _live = new RecordedRun(_combined, _bars);
        _combined.Subscribe(OnCombined, static _ => { });
        _ledger = new OrderLedger(_combined.TrackOrders(_snapshots));
        _ledger.Changes.Subscribe(_forgotten.OnNext);
        Record();
        _connection = _combined.Connect();
        _bus = new SimulatedBus(_process, _sides[0].Client, capacity: _world.Chance(0.3) ? 50 : 100_000);
        _busChecker = new StreamChecker(_world, "bus", _sides[0].Market, _sides[0].Link.Replayed.Contains, hasResumed: false);
        _bus.Feed.Subscribe(OnBus, static _ => { });
        _bus.Feed.Connect();
    }

    public SimulationFigures Figures { get; } = new();

    /// <summary>Runs the plan, then lets everything recover and checks that it did.</summary>
    public void Run()
    {
        foreach (var side in _sides)
        {
            side.Resumed = () => RequestSnapshots(side);
            _ = side.Client.StartAsync();
        }

        foreach (var planned in _plan.Events)
            _world.At(planned.At.Ticks, () => Apply(planned));
        for (var at = Checkpoint; at < _plan.Length; at += Checkpoint)
            _world.At(at.Ticks, Check);
        _world.RunUntil(_plan.Length.Ticks);
        _bus.IsDown = false;
        foreach (var side in _sides)
            _world.After(Calm / 2, () => side.Market.Book());
        foreach (var side in _sides)
            _world.After(Calm * 0.6, () => side.Market.Trade());
        _world.RunUntil(_world.Now + Calm.Ticks);
        CheckRecovered();
        _exchange.CheckCopies();
        _world.ThrowIfFailed();
        CheckReplay();
        _world.ThrowIfFailed();
        Figures.Add(_plan.Length, _world.Steps, _sides, _live, _recorderFaults);
    }

    public void Dispose()
    {
        _bus.Dispose();
        _connection.Dispose();
        foreach (var side in _sides)
            side.Client.Dispose();
        _ledger.Dispose();
        _live.Dispose();
        _snapshots.Dispose();
    }

    private void OnCombined(NexusMessage message)
    {
        foreach (var side in _sides)
        {
            if (message is IHasSymbol { Symbol: var symbol } ? symbol == side.Market.Symbol : message is FeedGap gap ? gap.Symbol == side.Market.Symbol : message is FeedResumed resumed && resumed.Symbol == side.Market.Symbol)
                side.Combined.OnNext(message);
        }
    }

    private void OnBus(NexusMessage message)
    {
        if (message is not IHasSymbol { Symbol: var symbol } || symbol == _sides[0].Market.Symbol)
            _busChecker.OnNext(message);
    }

    // As an application does: it asks for the orders once the feed goes on, again when that fails, and a last time when nothing can overtake the answer.
    private void RequestSnapshots(SimulatedSide side)
    {
        var since = side.LostSince;
        side.PendingSnapshots += 2;
        RequestSnapshot(side, since, attempt: 0);
        _world.After(Reconciliation, () => RequestSnapshot(side, since, attempt: 0));
    }

    private void RequestSnapshot(SimulatedSide side, long since, int attempt)
    {
        _world.After(TimeSpan.FromMilliseconds(_world.Random.Next(5, 200)), () =>
        {
            if (_world.Chance(0.1) && attempt < 5)
            {
                _world.After(TimeSpan.FromSeconds(1), () => RequestSnapshot(side, since, attempt + 1));
                return;
            }

            var snapshot = side.Market.Snapshot(since - TimeSpan.FromMinutes(1).Ticks);
            _process.At(_world.Now + TimeSpan.FromMilliseconds(_world.Random.Next(5, 200)).Ticks, () =>
            {
                _snapshots.OnNext(snapshot);
                side.PendingSnapshots--;
            });
        });
    }

    private void Apply(PlannedEvent planned)
    {
        var side = _sides[planned.Market];
        var until = _world.Now + planned.Length.Ticks;
        switch (planned.Kind)
        {
            case PlannedKind.Trades:
                Repeat(until, TimeSpan.FromSeconds(2), side.Market.Trade);
                break;
            case PlannedKind.Books:
                Repeat(until, TimeSpan.FromSeconds(2), () => side.Market.Book());
                break;
            case PlannedKind.Orders:
                Repeat(until, TimeSpan.FromSeconds(3), () => side.Market.StepOrder(++_orderIds));
                break;
            case PlannedKind.Garbage:
                side.Market.Garbage();
                break;
            case PlannedKind.WildBook:
                side.Bars.IsWild = true;
                side.Market.Book(planned.Length.Ticks % 2 == 0 ? TimeSpan.FromDays(30) : TimeSpan.FromHours(-5));
                break;
            case PlannedKind.Cut:
                side.Link.Cut(isSilent: false);
                break;
            case PlannedKind.SilentCut:
                side.Link.Cut(isSilent: true);
                break;
            case PlannedKind.Refuse:
                side.Link.DownUntil = until;
                side.Link.Cut(isSilent: false);
                break;
            case PlannedKind.BlackHole:
                side.Link.BlackHoleUntil = until;
                side.Link.Cut(isSilent: false);
                break;
            case PlannedKind.Stall:
                side.Link.Stall(planned.Length);
                break;
            case PlannedKind.Latency:
                side.Link.Latency = TimeSpan.FromMilliseconds(1) * (1 + (planned.Length.Ticks % 400));
                break;
            case PlannedKind.Pause:
                _process.Pause(planned.Length);
                break;
            case PlannedKind.WallStep:
                _process.WallOffset += planned.Length.Ticks % 2 == 0 ? planned.Length : -planned.Length;
                break;
            case PlannedKind.Reconnect:
                Ask(side, _world.Now, () => side.Client.Reconnect("asked for"));
                break;
            case PlannedKind.StopAndStart:
                Ask(side, _world.Now, () => _ = side.Client.StopAsync());
                _process.At(until, () => _ = side.Client.StartAsync());
                break;
            case PlannedKind.SlowDisk:
                _disk.Stall(planned.Length);
                break;
            case PlannedKind.FullDisk:
                _disk.FullUntil = until;
                break;
            case PlannedKind.BrokenDisk:
                _disk.FullUntil = _disk.BrokenUntil = until;
                break;
            case PlannedKind.RecorderCrash:
                _disk.Crash(isWithinWrite: planned.Length.Ticks % 2 == 0);
                _process.At(until, Record);
                break;
            case PlannedKind.BusDown:
                _bus.IsDown = true;
                _world.At(until, () => _bus.IsDown = false);
                break;
            case PlannedKind.BusLosesTail:
                _bus.LoseTail(1 + (int)(planned.Length.Ticks % 3));
                break;
            case PlannedKind.BusTakeOver:
                _bus.TakeOver();
                break;
        }
    }

    private void Record()
    {
        _disk.Crash(isWithinWrite: false);
        _startsLate |= _disk.IsEmpty && _live.Messages.Count > 0;
        try
        {
            _ = _combined.RecordTo("/recording.tsv", new RecordingOptions { Host = _disk, MaxQueuedBytes = 20_000, OnError = _ => _recorderFaults++ });
        }
        catch (IOException)
        {
            // The disk is full: the recorder is started again a minute later.
            _process.At(_world.Now + TimeSpan.FromMinutes(1).Ticks, Record);
        }
    }

    private void Ask(SimulatedSide side, long time, Action action) => _process.At(time, () =>
    {
        side.Link.IsAsked = true;
        action();
        side.Link.IsAsked = false;
    });

    private void Repeat(long until, TimeSpan usual, Action action)
    {
        action();

        // Some come at the same instant.
        var next = _world.Chance(0.3) ? 0 : (usual * 2 * _world.Random.NextDouble()).Ticks;
        if (_world.Now + next < until)
            _world.At(_world.Now + next, () => Repeat(until, usual, action));
    }

    private void Check()
    {
        foreach (var side in _sides)
            side.CheckWatch();
        if (Array.TrueForAll(_sides, static side => side.IsSettled) && _world.Now > _process.PausedUntil)
            CheckOrders();
    }

    private void CheckRecovered()
    {
        foreach (var side in _sides)
        {
            _world.Require(side.IsSettled, () => $"{side.Market.Symbol}: after calm hours it is {side.Client.CurrentStatus}, in a gap: {side.Own.IsInGap}");
            var late = SimulatedWorld.Start.AddTicks(_world.Now) + side.Market.Clock.Offset - side.Client.Feed.Clock.Now;
            _world.Require(late.Duration() < TimeSpan.FromHours(1), () => $"{side.Market.Symbol}: the clock is {late} late");
            _world.Require(side.Own.Last == side.Market.LastNumber, () => $"{side.Market.Symbol}: the last message, {side.Market.LastNumber}, did not arrive; {side.Own.Last} did");
            _world.Require(side.Combined.Last == side.Market.LastNumber, () => $"{side.Market.Symbol}: the last message, {side.Market.LastNumber}, did not arrive in the combined feed");
        }

        _world.Require(_busChecker.Last == _sides[0].Market.LastNumber, () => $"bus: the last message, {_sides[0].Market.LastNumber}, did not arrive; {_busChecker.Last} did");
        CheckOrders();
    }

    private void CheckOrders()
    {
        var positions = _ledger.Positions;
        foreach (var side in _sides)
        {
            foreach (var truth in side.Market.Orders)
            {
                var order = _ledger.Find(truth.Id);
                if (truth.DoneAt is null || order is not null)
                {
                    _world.Require(
                        order is not null && order.Status == truth.Status && order.Filled + _forgotten.Of(truth.Id) == truth.Filled,
                        () => $"{side.Market.Symbol}: order {truth.Id} is {truth.Status} with {truth.Filled} filled, but is tracked as {order?.ToString() ?? "nothing"}");
                }
            }

            var position = positions.TryGetValue(side.Market.Symbol, out var held) ? held.Quantity : 0;
            _world.Require(position == side.Market.Position, () => $"{side.Market.Symbol}: the position is {side.Market.Position}, but is tracked as {position}");
        }
    }

    private void CheckReplay()
    {
        foreach (var side in _sides)
            Ask(side, _world.Now, side.Client.Dispose);
        _world.RunUntil(_world.Now + TimeSpan.FromMinutes(1).Ticks);
        var path = Path.GetTempFileName();
        try
        {
            _disk.Export("/recording.tsv", path);
            var feed = NexusRecording.OpenFeed(path);
            using var replay = new RecordedRun(feed, _bars);
            feed.RunAsync().Wait();
            _live.CheckReplay(replay, _startsLate, _world);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
