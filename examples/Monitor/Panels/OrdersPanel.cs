using System.Collections.Immutable;
using System.Globalization;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The client's own orders, the most recently updated order on top, with quantity, fills and previous statuses, and the positions below.</summary>
internal sealed class OrdersPanel : FeedPanel
{
    private const int Kept = 50;
    private const int WidthWithTime = 50;
    private const int WidthWithTerms = 72;

    private readonly OrderLedger _ledger;
    private readonly Func<Symbol, bool> _isShown;
    private ImmutableList<OwnOrder> _orders = [];

    public OrdersPanel(NexusFeed feed, Func<Symbol, bool> isShown)
        : base("new OrderLedger(feed.TrackOrders())")
    {
        _isShown = isShown;
        _ledger = new OrderLedger(feed.TrackOrders());
        Subscriptions.Add(_ledger);
        Subscriptions.Add(_ledger.Changes.Where(change => isShown(change.After.Symbol)).Subscribe(Add, static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        var positions = _ledger.Positions.Values.Where(position => _isShown(position.Symbol)).Take(sheet.Height / 3).ToList();
        DrawOrders(sheet, sheet.Height - positions.Count);
        foreach (var position in positions)
        {
            sheet.Put("holding ", Theme.Quiet)
                .Put($"{position.Quantity.Text()} {position.Symbol.Base}", Theme.Strong)
                .Put($" at {Rounded(position.AverageCost)}", Theme.Quiet)
                .Put("  earned ", Theme.Quiet)
                .Put($"{Rounded(position.RealizedProfit)} {position.Symbol.Quote}", position.RealizedProfit < 0 ? Theme.Down : Theme.Up)
                .EndLine();
        }
    }

    private void DrawOrders(Sheet sheet, int height)
    {
        var orders = _orders.Take(height).ToList();
        var (id, terms) = (Widest(orders, Id), Widest(orders, Terms));
        foreach (var (order, statuses) in orders)
        {
            if (sheet.Width >= WidthWithTime)
                sheet.Put(order.UpdatedAt.UtcDateTime.ToString("HH:mm:ss ", CultureInfo.InvariantCulture), Theme.Quiet);
            sheet.Put(Id(order).PadRight(id + 1), Theme.Strong).Put($"{order.Side,-4} ", Theme.Of(order.Side));
            if (sheet.Width >= WidthWithTerms)
                sheet.Put(Terms(order).PadRight(terms + 1));
            sheet.Put(statuses[0].ToString(), Of(statuses[0]));
            foreach (var status in statuses.Skip(1))
                sheet.Put(" → ", Theme.Quiet).Put(status.ToString(), Of(status));
            if (order.Flags.HasFlag(OrderFlags.Stale))
                sheet.Put(" ").Put(" stale ", Theme.WarningBadge);
            sheet.EndLine();
        }
    }

    private void Add(OrderEvent change)
    {
        var order = change.After;
        var known = _orders.Find(own => own.Order.OrderId == order.OrderId);
        var others = known is null ? _orders : _orders.Remove(known);
        var orders = others.Insert(0, known?.With(order) ?? new OwnOrder(order, [order.Status]));
        _orders = orders.Count > Kept ? orders.RemoveAt(Kept) : orders;
    }

    private static int Widest(List<OwnOrder> orders, Func<Order, string> text) => orders.Max(own => (int?)text(own.Order).Length) ?? 0;

    private static string Rounded(decimal? money) => money?.ToString("0.00", CultureInfo.InvariantCulture) ?? Plain.None;

    private static string Id(Order order) => order.OrderId.ToString(CultureInfo.InvariantCulture);

    private static string Terms(Order order) => $"{order.Filled.Text()}/{order.Quantity.Text()}@{order.Price?.Text() ?? "market"}";

    private static Spectre.Console.Style Of(OrderStatus status) => status switch
    {
        OrderStatus.Filled => Theme.Up,
        OrderStatus.Cancelled or OrderStatus.Rejected => Theme.Down,
        OrderStatus.PartiallyFilled => Theme.Warning,
        _ => Theme.Code,
    };

    private sealed record OwnOrder(Order Order, ImmutableArray<OrderStatus> Statuses)
    {
        public OwnOrder With(Order next) => new(next, Statuses[^1] == next.Status ? Statuses : Statuses.Add(next.Status));
    }
}
