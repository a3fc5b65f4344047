using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Orders.Model;

/// <summary>Orders and positions against a model in exact fractions that keeps all statements and computes everything from them.</summary>
public sealed class OrderHistoryTests
{
    private static readonly ExecutedQuantityKind[] Readings = Enum.GetValues<ExecutedQuantityKind>();

    // Far from each other: histories of near seeds could have something in common.
    private static readonly int[] UsualSeeds = [1, 40_001, 7_000_000, 31_850_000, 2_000_000_000];

    [Test]
    [Category(Setting.Long)]
    public void Random_histories_with_every_kind_of_event_agree_with_the_model()
    {
        var kinds = new HashSet<OrderEventKind>();
        foreach (var (seed, i) in GetSeeds(Setting.Get("NEXUS_HISTORIES", 1_000)))
        {
            var length = i % 100 == 99 ? 300 : 5 + (i % 30);
            kinds.UnionWith(Compare(seed, new RandomHistory(seed, length, hasPauses: i % 3 == 0), isEachStep: i % 5 == 0));
        }

        Assert.That(kinds, Is.EquivalentTo(Enum.GetValues<OrderEventKind>()));
    }

    [Test]
    [Category(Setting.Long)]
    public void Every_permutation_of_small_histories_agrees_with_the_model()
    {
        foreach (var (seed, _) in GetSeeds(Setting.Get("NEXUS_HISTORIES", 1_000) / 50))
        {
            var history = new RandomHistory(seed, 4, isSet: true);
            foreach (var permutation in OrderConvergenceTests.Permutations([.. history.Steps.OfType<NexusMessage>().Take(5)]))
            {
                history.Steps.Clear();
                history.Steps.AddRange(permutation);
                Compare(seed, history, isEachStep: false);
            }
        }
    }

    private static IEnumerable<(int Seed, int Index)> GetSeeds(int count)
    {
        var only = Setting.Get("NEXUS_SEED", 0);
        int[] ranges = only == 0 ? UsualSeeds : [only];
        var each = (count + ranges.Length - 1) / ranges.Length;
        foreach (var first in ranges)
        {
            TestContext.Out.WriteLine($"{each} histories, seeds from {first} (NEXUS_SEED)");
            for (var i = 0; i < each; i++)
                yield return (first + i, i);
        }
    }

    /// <summary>Returns the kinds of the events that came.</summary>
    private static HashSet<OrderEventKind> Compare(int seed, RandomHistory history, bool isEachStep)
    {
        var kinds = new HashSet<OrderEventKind>();
        foreach (var reading in Readings)
        {
            using var run = new ModelRun(reading);
            try
            {
                foreach (var step in history.Steps)
                {
                    run.Receive(step);
                    run.CheckTimers();
                    if (isEachStep)
                        run.Check();
                }

                run.Check();
                kinds.UnionWith(run.Kinds);
            }
            catch (Exception error) when (error is not SuccessException)
            {
                Assert.Fail($"Seed {seed}, {reading}: {error}\nafter\n{history.ToString(run.Received)}");
            }
        }

        return kinds;
    }

    /// <summary>One tracker with two ledgers, and the model.</summary>
    private sealed class ModelRun : IDisposable
    {
        private readonly Subject<NexusMessage> _source = new();
        private readonly Subject<OrderSnapshot> _snapshots = new();
        private readonly NexusFeed _feed;
        private readonly OrderLedger _average;
        private readonly OrderLedger _fifo;
        private readonly AccountModel _model;
        private readonly TimerModel _timers = new();
        private readonly List<(OrderEvent Event, long Now)> _events = [];
        private Exception? _error;
        private bool _isDiagnosed;

        public ModelRun(ExecutedQuantityKind reading)
        {
            _model = new AccountModel(reading);
            _feed = new NexusFeed(_source);
            _feed.SubscriberFaults.Subscribe(fault => _error = fault.Exception);
            var tracked = _feed.TrackOrders(_snapshots, TimerModel.Options with { ExecutedQuantity = reading }).Publish();
            _average = new OrderLedger(tracked);
            _fifo = new OrderLedger(tracked, CostBasis.FirstInFirstOut);
            tracked.Subscribe(e => _events.Add((e, _feed.EventTime.MonotonicTicks)), error => _error = error);
            tracked.Connect();
            _feed.Connect();
        }

        public int Received { get; private set; }

        public HashSet<OrderEventKind> Kinds { get; } = [];

        public void Dispose()
        {
            _source.Dispose();
            _snapshots.Dispose();
            _average.Dispose();
            _fifo.Dispose();
        }

        public void Receive(object step)
        {
            Received++;
            _events.Clear();
            if (step is OrderSnapshot snapshot)
            {
                _snapshots.OnNext(snapshot);
                Assert.That(_error, Is.Null);
                _model.Receive(snapshot);
                Look(null);
                Diagnose();
                Expire(_events);
                return;
            }

            // Timers come before the message that moved the clock, and after it if it made something due.
            var message = (NexusMessage)step;
            _source.OnNext(message);
            Assert.That(_error, Is.Null);
            var own = _events.FindIndex(e => e.Event.Cause == message);
            if (message is OrderUpdate or Transaction)
                Assert.That(_events.Where(e => e.Event.Cause == message), Has.Exactly(1).Items, "one event an input");
            Expire(_events.Take(own < 0 ? _events.Count : own));
            _model.Receive(message, _feed.Clock.Now.UtcTicks);
            Look(message);
            Diagnose();
            Expire(own < 0 ? [] : _events.Skip(own));
        }

        public void CheckTimers() => _timers.Check(_feed.EventTime.MonotonicTicks);

        private void Look(NexusMessage? cause) => _timers.Look(_model.Orders.Values, cause, _feed.EventTime.MonotonicTicks);

        // The first order that contradicts the reading is told, and none after it.
        private void Diagnose()
        {
            Kinds.UnionWith(_events.Select(static e => e.Event.Kind));
            var diagnosed = _events.Where(static e => e.Event.Kind == OrderEventKind.Misread).Select(static e => e.Event.After.OrderId).ToList();
            var misread = _isDiagnosed ? [] : _model.Orders.Values.Where(static order => order.IsMisread).Select(static order => order.Id).ToList();
            Assert.That(diagnosed, Has.Count.EqualTo(Math.Min(1, misread.Count)).And.SubsetOf(misread), "misread");
            _isDiagnosed |= misread.Count > 0;
        }

        private void Expire(IEnumerable<(OrderEvent Event, long Now)> events)
        {
            foreach (var (expired, now) in events.Where(static e => e.Event.Kind is OrderEventKind.Forgotten or OrderEventKind.FillsMissing))
            {
                _timers.Expire(expired, now);
                if (expired.Kind == OrderEventKind.Forgotten)
                    _model.Forget(expired.After.OrderId);
            }
        }

        public void Check()
        {
            Assert.That(_average.Open.Concat(_average.Done).Select(static order => order.OrderId).Order(), Is.EqualTo(_model.Orders.Keys));
            Assert.That(_average.Open.Where(static order => order.IsDone).Concat(_average.Done.Where(static order => !order.IsDone)), Is.Empty);
            foreach (var model in _model.Orders.Values)
                Check(_average.Find(model.Id)!, model);
            foreach (var symbol in _model.Orders.Values.Select(static order => order.Identity.Symbol).Distinct())
            {
                Check(_average.Positions.GetValueOrDefault(symbol), _model.GetPosition(symbol, isFifo: false));
                Check(_fifo.Positions.GetValueOrDefault(symbol), _model.GetPosition(symbol, isFifo: true));
            }
        }

        private static void Check(Order order, OrderModel model)
        {
            var fills = model.Fills;
            Assert.That((order.Confirmed, order.Reported, order.FilledBefore, order.Filled, order.UnpricedQuantity), Is.EqualTo((fills.Confirmed, fills.Reported, fills.Before, fills.Filled, fills.Unpriced)), $"ledgers of {model.Id}: T, U, before, filled, unpriced");
            Assert.That((order.Status, order.StatusText, order.Flags), Is.EqualTo((model.Status, model.StatusText, model.Flags)), $"status of {model.Id}");
            Assert.That((order.Type, order.Price, order.Quantity), Is.EqualTo((model.Type, model.Price, model.Quantity)), $"terms of {model.Id}");
            Assert.That((order.Symbol, order.Side), Is.EqualTo(model.Identity), $"identity of {model.Id}");
            Assert.That((order.CreatedAt.UtcTicks, order.UpdatedAt.UtcTicks), Is.EqualTo((model.CreatedAt, model.UpdatedAt)), $"times of {model.Id}");
            var priced = (Fraction)fills.Filled - fills.Unpriced;
            Check(order.Notional, priced > 0 ? fills.Notional : null, $"notional of {model.Id}");
            Check(order.AveragePrice, priced > 0 ? fills.Notional / priced : null, $"average price of {model.Id}");
        }

        private static void Check(Position? position, PositionModel model)
        {
            Check(position?.Quantity ?? 0, model.Quantity, "quantity");
            Check(position?.AverageCost, model.Average, "average cost");
            Check(position?.RealizedProfit ?? 0, model.Realized, "profit");
            Check(position?.UnpricedQuantity ?? 0, model.Unpriced, "unpriced");
            Assert.That(position?.Fees.Where(static fee => fee.Value != 0) ?? [], Is.EquivalentTo(model.Fees));
        }

        private static void Check(decimal? actual, Fraction? expected, string what) =>
            Assert.That(actual is { } known ? expected is { } exact && exact.IsAbout(known) : expected is null, Is.True, $"{what}: {actual}, not {expected}");
    }
}
