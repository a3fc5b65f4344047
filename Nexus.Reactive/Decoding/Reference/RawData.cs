namespace Nexus.Reactive;

/// <summary>All that any event's <c>data</c> may hold.</summary>
internal struct RawData
{
    public JsonValue Symbol;
    public JsonValue Price;
    public JsonValue Quantity;
    public JsonValue Side;
    public JsonValue Id;
    public JsonValue OrderId;
    public JsonValue OrderType;
    public JsonValue OrderPrice;
    public JsonValue OrderQuantity;
    public JsonValue ExecutedPrice;
    public JsonValue ExecutedQuantity;
    public JsonValue AggregatedExecutedQuantity;
    public JsonValue Status;
    public JsonValue Fee;
    public JsonValue FeeAsset;
    public JsonValue Reason;
    public RawSide Asks;
    public RawSide Bids;
}
