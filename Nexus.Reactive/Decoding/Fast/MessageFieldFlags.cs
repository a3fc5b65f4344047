namespace Nexus.Reactive;

/// <summary>The fields of all events, one bit each.</summary>
[Flags]
internal enum MessageFieldFlags
{
    None = 0,
    Event = 1 << 0,
    Symbol = 1 << 1,
    Timestamp = 1 << 2,
    Data = 1 << 3,
    Asks = 1 << 4,
    Bids = 1 << 5,
    Price = 1 << 6,
    Quantity = 1 << 7,
    Side = 1 << 8,
    DataSymbol = 1 << 9,
    Status = 1 << 10,
    Id = 1 << 11,
    OrderId = 1 << 12,
    OrderType = 1 << 13,
    OrderPrice = 1 << 14,
    OrderQuantity = 1 << 15,
    ExecutedPrice = 1 << 16,
    ExecutedQuantity = 1 << 17,
    AggregatedExecutedQuantity = 1 << 18,
    Fee = 1 << 19,
    FeeAsset = 1 << 20,
}
