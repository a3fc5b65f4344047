namespace Nexus.Reactive;

/// <summary>Transfers an order as its events show it.</summary>
internal static class SavedOrder
{
    public static Order Transfer(StateArchive archive, Order? known)
    {
        var order = known ?? new Order { OrderId = 0, Symbol = default, Side = default, Status = default, CreatedAt = default, UpdatedAt = default };
        var (orderId, symbol, side, type, status) = (order.OrderId, order.Symbol, order.Side, order.Type, order.Status);
        var (price, quantity, notional, averagePrice, statusText) = (order.Price, order.Quantity, order.Notional, order.StatedAveragePrice, order.StatusText);
        var (filled, before, confirmed, reported, unpriced) = (order.Filled, order.FilledBefore, order.Confirmed, order.Reported, order.UnpricedQuantity);
        var (createdAt, updatedAt, flags) = (order.CreatedAt.UtcTicks, order.UpdatedAt.UtcTicks, order.Flags);
        archive.Value("orderId", ref orderId);
        archive.Value("symbol", ref symbol);
        archive.Enum("side", ref side);
        archive.Enum("type", ref type);
        archive.Enum("status", ref status);
        archive.Value("statusText", ref statusText);
        archive.Value("price", ref price);
        archive.Value("quantity", ref quantity);
        archive.Value("filled", ref filled);
        archive.Value("filledBefore", ref before);
        archive.Value("confirmed", ref confirmed);
        archive.Value("reported", ref reported);
        archive.Value("notional", ref notional);
        archive.Value("unpriced", ref unpriced);
        archive.Value("averagePrice", ref averagePrice);
        archive.Value("createdAt", ref createdAt);
        archive.Value("updatedAt", ref updatedAt);
        archive.Enum("flags", ref flags);
        var fills = archive.Reference("fills", order.Fills.Latest, change => SavedFills.Transfer(archive, change, null));
        return known ?? new Order
        {
            OrderId = orderId,
            Symbol = symbol,
            Side = side,
            Type = type,
            Status = status,
            StatusText = statusText,
            Price = price,
            Quantity = quantity,
            Filled = filled,
            FilledBefore = before,
            Confirmed = confirmed,
            Reported = reported,
            Notional = notional,
            UnpricedQuantity = unpriced,
            AveragePrice = averagePrice,
            CreatedAt = new DateTimeOffset(createdAt, TimeSpan.Zero),
            UpdatedAt = new DateTimeOffset(updatedAt, TimeSpan.Zero),
            Flags = flags,
            Fills = new FillHistory(fills),
        };
    }
}
