namespace Nexus.Examples.Tests.Client.Chaos;

/// <summary>An order as the exchange has it, and how many of its messages were told and have arrived.</summary>
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

    /// <summary>What is wrong with the client's idea of it; null: nothing.</summary>
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

        // Something was lost in a cut: the order may be behind, but then it says so.
        return IsDone && !order.IsDone && !order.Flags.HasFlag(OrderFlags.Stale) ? $"{this}: behind and not marked so, {order}" : null;
    }

    public override string ToString() => $"order {Id} {Status} filled {Filled}, {Received} of {Told} messages";
}
