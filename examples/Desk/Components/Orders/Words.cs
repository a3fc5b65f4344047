using System.Globalization;
using Nexus.Desk.ViewModels;
using Nexus.Reactive;

namespace Nexus.Desk.Components;

/// <summary>The texts and colors that the screen uses for orders and their steps.</summary>
internal static class Words
{
    public static string Of(OrderType type) => type switch
    {
        OrderType.Unknown => Show.Nothing,
        OrderType.ImmediateOrCancel => "IOC",
        OrderType.FillOrKill => "FOK",
        OrderType.PostOnly => "Post only",
        _ => type.ToString(),
    };

    public static string Of(Order order) => order switch
    {
        { StatusText: { } text } => text,
        { Status: OrderStatus.PartiallyFilled } => "Partial",
        { Status: OrderStatus.Unknown } => Show.Nothing,
        _ => order.Status.ToString(),
    };

    public static string Of(OrderEventKind kind) => kind switch
    {
        OrderEventKind.PartiallyFilled => "Partly filled",
        OrderEventKind.FillConfirmed => "Fill confirmed",
        OrderEventKind.FillsMissing => "Fills missing",
        OrderEventKind.LateFill => "Late fill",
        _ => kind.ToString(),
    };

    public static string Tone(Order order) => order.Flags.HasFlag(OrderFlags.Stale) ? "warn" : Tone(order.Status);

    public static string Tone(OrderEvent step) => step.Kind switch
    {
        OrderEventKind.Stale or OrderEventKind.FillsMissing or OrderEventKind.Conflict or OrderEventKind.Missing or OrderEventKind.Misread => "warn",
        OrderEventKind.FillConfirmed or OrderEventKind.LateFill => "done",
        OrderEventKind.Duplicate or OrderEventKind.Ignored or OrderEventKind.Amended or OrderEventKind.Resynced => "quiet",
        _ => Tone(step.After.Status),
    };

    /// <summary>Returns the time since the order's first step; for the first step, its time of day.</summary>
    public static string After(OrderEvent step, OrderRow row)
    {
        if (step == row.Steps[0])
            return Show.Milliseconds(row.Order.CreatedAt);
        var after = step.After.UpdatedAt - row.Order.CreatedAt;
        return after < TimeSpan.FromSeconds(10)
            ? string.Create(CultureInfo.InvariantCulture, $"+{after.TotalMilliseconds:0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"+{after.TotalSeconds:0.0} s");
    }

    /// <summary>Returns the quantity that was executed in this step; null if there is none.</summary>
    public static string? Fill(OrderEvent step, Precision precision) => step.Cause switch
    {
        OrderUpdate { ExecutedQuantity: > 0 } update => $"{Show.Number(update.ExecutedQuantity, precision.Quantity)} @ {Show.Number(update.ExecutedPrice, precision.Price)}",
        Transaction fill => $"{Show.Number(fill.ExecutedQuantity, precision.Quantity)} @ {Show.Number(fill.ExecutedPrice, precision.Price)}",
        _ => null,
    };

    private static string Tone(OrderStatus status) => status switch
    {
        OrderStatus.New => "fresh",
        OrderStatus.PartiallyFilled => "part",
        OrderStatus.Filled => "done",
        OrderStatus.Rejected => "bad",
        _ => "quiet",
    };
}
