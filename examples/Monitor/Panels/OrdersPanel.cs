using System.Collections.Immutable;
using System.Globalization;
using System.Reactive.Linq;
using Nexus.Monitoring.Drawing;
using Nexus.Monitoring.Input;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The client's own orders, the most recently updated order on top, with quantity, fills and previous statuses, and the positions below.</summary>
internal sealed class OrdersPanel : FeedPanel
{
    private const int Kept = 50;
    private const string Next = " → ";

    private readonly OrderLedger _ledger;
    private readonly Func<Symbol, bool> _isShown;
    private readonly Quotes _quotes;
    private readonly Selection _selection;
    private ImmutableList<OwnOrder> _orders = [];

    public OrdersPanel(NexusFeed feed, Func<Symbol, bool> isShown, Quotes quotes, Selection selection)
        : base("new OrderLedger(feed.TrackOrders())", "orders")
    {
        _isShown = isShown;
        _quotes = quotes;
        _selection = selection;
        _ledger = new OrderLedger(feed.TrackOrders());
        Subscriptions.Add(_ledger);
        Subscriptions.Add(_ledger.Changes.Where(change => isShown(change.After.Symbol)).Subscribe(Add, static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        var positions = _ledger.Positions.Values.Where(position => _isShown(position.Symbol)).Take(sheet.Height / 3).ToList();
        DrawOrders(sheet, [.. _orders.Take(sheet.Height - positions.Count - 1)]);
        foreach (var position in positions)
        {
            sheet.PutWhole("holding ", Theme.Header)
                .PutWhole($"{position.Quantity.Text()} {position.Symbol.Base}", Theme.Strong, spaces: 0)
                .PutWhole($"at {Rounded(position.AverageCost)}", Theme.Quiet, spaces: 1)
                .PutWhole($"earned {Rounded(position.RealizedProfit)} {position.Symbol.Quote}", position.RealizedProfit < 0 ? Theme.Down : Theme.Up)
                .EndLine();
        }
    }

    private void DrawOrders(Sheet sheet, IReadOnlyList<OwnOrder> orders)
    {
        var hasSymbols = _selection.Count > 1;
        var table = new Table(
        [
            new Column("updated") { MinWidth = "HH:mm:ss".Length, LeaveOut = 3 },
            new Column("order", Align.Right),
            .. hasSymbols ? [new Column("symbol") { LeaveOut = 1 }] : (IEnumerable<Column>)[],
            new Column("side") { MinWidth = "Sell".Length },
            new Column("filled", Align.Right) { LeaveOut = 2, FewestPlaces = 2 },
            new Column("quantity", Align.Right) { FewestPlaces = 2 },
            new Column("price", Align.Right),
        ])
        {
            TailHeader = "status",
            TailWidth = orders.Select(static own => Last(own).Length).Append(nameof(OrderStatus.PartiallyFilled).Length).Max(),
        };
        foreach (var (order, _) in orders)
        {
            var quote = _quotes[order.Symbol];
            var side = Theme.Of(order.Side);
            table.Add(
            [
                new Cell(order.UpdatedAt.Text("HH:mm:ss"), Theme.Quiet),
                new Cell(order.OrderId.Text(), Theme.Strong),
                .. hasSymbols ? [new Cell(order.Symbol.ToString())] : (IEnumerable<Cell>)[],
                new Cell(order.Side.ToString(), side),
                Cell.Number(order.Filled, places: quote.QuantityPlaces),
                Cell.Number(order.Quantity, places: quote.QuantityPlaces),
                order.Price is { } price ? Cell.Number(price, side, quote.PricePlaces) : new Cell("market", side),
            ]);
        }

        table.DrawHeader(sheet).EndLine();
        for (var row = 0; row < orders.Count; row++)
        {
            table.DrawRow(sheet, row);
            DrawStatuses(sheet, orders[row]);
        }
    }

    // The earliest statuses are left out if not all fit.
    private static void DrawStatuses(Sheet sheet, OwnOrder own)
    {
        var statuses = own.Statuses;
        var (first, width) = (statuses.Length - 1, Last(own).Length);
        while (first > 0 && width + Next.Length + statuses[first - 1].ToString().Length <= sheet.Room)
            width += Next.Length + statuses[--first].ToString().Length;
        for (var i = first; i < statuses.Length; i++)
            sheet.Put(i == first ? "" : Next, Theme.Quiet).PutWhole(statuses[i].ToString(), Of(statuses[i]), spaces: 0);
        if (IsStale(own))
            sheet.PutWhole(" stale ", Theme.WarningBadge, spaces: 1);
        sheet.EndLine();
    }

    private void Add(OrderEvent change)
    {
        var order = change.After;
        var known = _orders.Find(own => own.Order.OrderId == order.OrderId);
        var others = known is null ? _orders : _orders.Remove(known);
        _orders = others.Remember(known?.With(order) ?? new OwnOrder(order, [order.Status]), Kept);
    }

    private static string Last(OwnOrder own) => own.Statuses[^1] + (IsStale(own) ? "  stale " : "");

    private static bool IsStale(OwnOrder own) => own.Order.Flags.HasFlag(OrderFlags.Stale);

    private static string Rounded(decimal? money) => money?.ToString("0.00", CultureInfo.InvariantCulture) ?? Plain.None;

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
