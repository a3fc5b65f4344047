using System.Collections.Immutable;
using System.Globalization;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>Own orders, the one heard of last on top: what is wanted, what is filled, and its statuses so far.</summary>
internal sealed class OrdersPanel : FeedPanel
{
    private const int Kept = 50;
    private const int WidthWithTime = 50;
    private const int WidthWithTerms = 72;

    private ImmutableList<OwnOrder> _orders = [];

    public OrdersPanel(NexusFeed feed, Func<Symbol, bool> isShown)
        : base("feed.OrderUpdates")
    {
        Subscriptions.Add(feed.OrderUpdates.Where(update => isShown(update.Symbol)).Subscribe(Add, static _ => { }));
        Subscriptions.Add(feed.Gaps.Subscribe(gap => _orders = _orders.ConvertAll(order => order.AfterGap(gap)), static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        foreach (var order in _orders.Take(sheet.Height))
        {
            var update = order.Latest;
            if (sheet.Width >= WidthWithTime)
                sheet.Put(update.Timestamp.UtcDateTime.ToString("HH:mm:ss ", CultureInfo.InvariantCulture), Theme.Quiet);
            sheet.Put($"{update.OrderId.ToString(CultureInfo.InvariantCulture),-6} ", Theme.Strong).Put($"{update.Side,-4} ", Theme.Of(update.Side));
            if (sheet.Width >= WidthWithTerms)
                sheet.Put($"{order.Filled.Text()}/{update.OrderQuantity.Text()}@{update.OrderPrice?.Text() ?? "market"} ".PadRight(25));
            sheet.Put(order.Statuses[0].ToString(), Of(order.Statuses[0]));
            foreach (var status in order.Statuses.Skip(1))
                sheet.Put(" → ", Theme.Quiet).Put(status.ToString(), Of(status));
            if (order.MissedSome)
                sheet.Put(" ?", Theme.BadBadge);
            sheet.EndLine();
        }
    }

    private void Add(OrderUpdate update)
    {
        var known = _orders.Find(order => order.Latest.OrderId == update.OrderId);
        var others = known is null ? _orders : _orders.Remove(known);
        var orders = others.Insert(0, known?.With(update) ?? OwnOrder.Of(update));
        _orders = orders.Count > Kept ? orders.RemoveAt(Kept) : orders;
    }

    private static Spectre.Console.Style Of(OrderStatus status) => status switch
    {
        OrderStatus.Filled => Theme.Up,
        OrderStatus.Cancelled or OrderStatus.Rejected => Theme.Down,
        OrderStatus.PartiallyFilled => Theme.Warning,
        _ => Theme.Code,
    };

    private sealed record OwnOrder(OrderUpdate Latest, ImmutableArray<OrderStatus> Statuses, decimal Filled, bool MissedSome)
    {
        private bool IsDone => Statuses[^1] is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;

        public static OwnOrder Of(OrderUpdate first) => new(first, [first.Status], first.ExecutedQuantity, MissedSome: false);

        public OwnOrder With(OrderUpdate next) => this with
        {
            Latest = next,
            Statuses = Statuses[^1] == next.Status ? Statuses : Statuses.Add(next.Status),
            Filled = next.AggregatedExecutedQuantity ?? Filled + next.ExecutedQuantity,
        };

        public OwnOrder AfterGap(FeedGap gap) =>
            IsDone || (gap.Symbol is { } symbol && symbol != Latest.Symbol) ? this : this with { MissedSome = true };
    }
}
