using System.Globalization;

namespace Nexus.Reactive.Tests.Orders.Model;

/// <summary>When orders must be forgotten and missing fills reported. It knows the ledgers' totals only, not which fill is missing.</summary>
internal sealed class TimerModel
{
    public static readonly OrderTrackingOptions Options = new() { SettlementTimeout = TimeSpan.FromSeconds(5), DoneOrderRetention = TimeSpan.FromMinutes(1) };

    private readonly Dictionary<long, Watched> _orders = [];
    private long? _firstTransactionAt;

    /// <summary>Takes the orders as they are after an input, at a time that never goes back. A snapshot is no cause.</summary>
    public void Look(IEnumerable<OrderModel> orders, NexusMessage? cause, long now)
    {
        if (cause is Transaction)
            _firstTransactionAt ??= now;
        foreach (var order in orders)
        {
            var watched = _orders.TryGetValue(order.Id, out var known) && known.Order == order ? known : _orders[order.Id] = new Watched(order);
            if (cause is null || (cause is OrderUpdate update && update.OrderId == order.Id) || (cause is Transaction transaction && transaction.OrderId == order.Id))
                watched.Inputs++;
            watched.Look(now);
        }
    }

    public void Expire(OrderEvent expired, long now)
    {
        var order = _orders[expired.After.OrderId];
        if (expired.Kind == OrderEventKind.Forgotten)
        {
            Assert.That(order.DoneSince + Options.DoneOrderRetention.Ticks, Is.LessThanOrEqualTo(now), $"{expired} too early");
            order.Forget(now);
        }
        else
        {
            Assert.That(order.DiffersSince + Options.SettlementTimeout.Ticks, Is.LessThanOrEqualTo(now), $"{expired} too early");
            order.ReportedAt.Add(now);
            Assert.That(order.ReportedAt, Has.Count.LessThanOrEqualTo(order.Inputs + 1), $"{expired} too often");
        }
    }

    /// <summary>Whatever is due by now was reported.</summary>
    public void Check(long now)
    {
        foreach (var order in _orders.Values.Where(static order => !order.IsForgotten))
        {
            Assert.That(order.DoneSince is not { } done || now < done + Options.DoneOrderRetention.Ticks, Is.True, $"order {order.Order.Id} was not forgotten");
            if (order.DiffersSince is not { } since || _firstTransactionAt is not { } first || order.Order is { IsRemains: true, IsSettled: true })
                continue;

            // What one ledger lacks grew, and nothing came since.
            var due = Math.Max(order.GrownAt, first) + Options.SettlementTimeout.Ticks;
            if (now >= due && order.Inputs == order.GrownInputs)
                Assert.That(order.ReportedAt.Exists(at => at >= since), Is.True, $"the missing fills of {order} were not reported");
        }
    }

    private sealed class Watched(OrderModel order)
    {
        private (decimal Reported, decimal Confirmed) _totals;

        public OrderModel Order => order;

        public long? DoneSince { get; private set; }

        /// <summary>Since when the same ledger lacks something.</summary>
        public long? DiffersSince { get; private set; }

        /// <summary>When the difference grew or changed sides.</summary>
        public long GrownAt { get; private set; }

        /// <summary>How many inputs it had, all told and when the difference grew.</summary>
        public int Inputs { get; set; }

        /// <inheritdoc cref="Inputs"/>
        public int GrownInputs { get; private set; }

        /// <summary>What was missing when it was forgotten is not reported later.</summary>
        public bool IsForgotten { get; private set; }

        public List<long> ReportedAt { get; } = [];

        public override string ToString() => $"order {Order.Id}, reported {_totals.Reported}, confirmed {_totals.Confirmed}, grown at {new DateTime(GrownAt):HH:mm:ss.fff}, told at {string.Join(' ', ReportedAt.Select(static at => new DateTime(at).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)))}";

        public void Forget(long now)
        {
            (IsForgotten, DoneSince) = (true, null);
            ReportedAt.Add(now);
        }

        public void Look(long now)
        {
            IsForgotten = false;
            DoneSince = order.IsDone ? DoneSince ?? now : null;
            var totals = (order.Fills.Reported, order.Fills.Confirmed);
            if (totals == _totals)
                return;
            var (before, after) = (_totals.Reported - _totals.Confirmed, totals.Reported - totals.Confirmed);
            _totals = totals;
            if (Math.Sign(before) != Math.Sign(after) || Math.Abs(after) > Math.Abs(before))
                (GrownAt, GrownInputs) = (now, Inputs);
            DiffersSince = after == 0 ? null : Math.Sign(before) == Math.Sign(after) ? DiffersSince : now;
        }
    }
}
