namespace Nexus.Examples.Tests.Client.Chaos;

/// <summary>The exchange's state of an order, and the numbers of its messages that were sent and that have arrived.</summary>
internal sealed class OrderTruth(long id)
{
    public long Id { get; } = id;

    public int Told { get; set; }

    public int Received { get; set; }

    public decimal Filled { get; set; }

    public string Status { get; set; } = "";

    private OrderStatus Expected => Status switch
    {
        "NEW" => OrderStatus.New,
        "PARTIAL_FILLED" => OrderStatus.PartiallyFilled,
        "FILLED" => OrderStatus.Filled,
        "CANCELLED" => OrderStatus.Cancelled,
        "REJECTED" => OrderStatus.Rejected,
        _ => OrderStatus.Unknown,
    };

    private bool IsDone => Status is "FILLED" or "CANCELLED" or "REJECTED";

    /// <summary>Returns the error in the client's state of the order; null if there is none.</summary>
    public string? FaultOf(Order? order)
    {
        if (Received > Told)
            return $"{this}: more arrived than was told";
        if (order is null)
            return Received > 0 ? $"{this}: not known" : null;
        if (order.Filled > Filled)
            return $"{this}: too much is filled, {order}";
        if (Received == Told)
            return order.Filled == Filled && order.Confirmed == Filled && order.Status == Expected ? null : $"{this}: not the same, {order}";

        // A message was lost in a cut: the order may be out of date, but must then be flagged.
        return IsDone && !order.IsDone && !order.Flags.HasFlag(OrderFlags.Stale) ? $"{this}: behind and not marked so, {order}" : null;
    }

    public override string ToString() => $"order {Id} {Status} filled {Filled}, {Received} of {Told} messages";
}
