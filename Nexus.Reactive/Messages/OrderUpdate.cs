using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary><c>ORDER_UPDATE</c>: a change to one of the client's own orders.</summary>
/// <remarks>Setting a price or quantity outside its range throws an <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed record OrderUpdate : NexusMessage, IHasSymbol, IHasTimestamp
{
    // A nullable decimal takes 24 bytes, and memory takes a large part of the time to create a message. 0 is no price.
    private readonly decimal _orderPrice;
    private readonly decimal _orderQuantity;
    private readonly decimal _executedPrice;
    private readonly decimal _executedQuantity;
    private readonly decimal _aggregatedExecutedQuantity;
    private readonly bool _hasOrderQuantity;
    private readonly bool _hasAggregatedExecutedQuantity;

    /// <summary>Creates an update.</summary>
    public OrderUpdate()
    {
    }

    /// <summary>Creates an update from numbers that the decoder has checked.</summary>
    /// <param name="orderPrice">The limit price; 0 if there is none.</param>
    /// <param name="orderQuantity">The ordered quantity.</param>
    /// <param name="executedPrice">The price of this execution; 0 if there is none.</param>
    /// <param name="executedQuantity">The quantity executed by this event.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal OrderUpdate(decimal orderPrice, decimal orderQuantity, decimal executedPrice, decimal executedQuantity)
    {
        _orderPrice = orderPrice;
        _orderQuantity = orderQuantity;
        _hasOrderQuantity = true;
        _executedPrice = executedPrice;
        _executedQuantity = executedQuantity;
    }

    /// <summary>The exchange's time, which has whole milliseconds.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The order's symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The exchange's id of the order.</summary>
    public required long OrderId { get; init; }

    /// <summary>The order's type; <see cref="OrderType.Unknown"/> if this version does not support the exchange's term.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>The type as sent by the exchange.</summary>
    public required string OrderTypeText { get; init; }

    /// <summary>The order's side.</summary>
    public required Side Side { get; init; }

    /// <summary>The order's status; <see cref="OrderStatus.Unknown"/> if this version does not support the exchange's term.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The status as sent by the exchange.</summary>
    public required string StatusText { get; init; }

    /// <summary>The limit price in the quote asset, above 0; null if the exchange sent none or 0, as for a market order.</summary>
    public decimal? OrderPrice
    {
        get => DecimalRange.NullIfZero(_orderPrice);
        init => _orderPrice = DecimalRange.Positive(value, nameof(OrderPrice)).GetValueOrDefault();
    }

    /// <summary>The ordered quantity in the base asset, 0 or above; null if the exchange sent none.</summary>
    public decimal? OrderQuantity
    {
        get => _hasOrderQuantity ? _orderQuantity : null;
        init
        {
            _orderQuantity = DecimalRange.NotNegative(value, nameof(OrderQuantity)).GetValueOrDefault();
            _hasOrderQuantity = value.HasValue;
        }
    }

    /// <summary>The price of this execution in the quote asset, above 0; null if the exchange sent none or 0.</summary>
    public decimal? ExecutedPrice
    {
        get => DecimalRange.NullIfZero(_executedPrice);
        init => _executedPrice = DecimalRange.Positive(value, nameof(ExecutedPrice)).GetValueOrDefault();
    }

    /// <summary>The quantity executed by this event in the base asset, 0 or above; 0 if the exchange sent none.</summary>
    public decimal ExecutedQuantity { get => _executedQuantity; init => _executedQuantity = DecimalRange.NotNegative(value, nameof(ExecutedQuantity)); }

    /// <summary>The total quantity executed so far in the base asset, 0 or above; null if the exchange sent none.</summary>
    public decimal? AggregatedExecutedQuantity
    {
        get => _hasAggregatedExecutedQuantity ? _aggregatedExecutedQuantity : null;
        init
        {
            _aggregatedExecutedQuantity = DecimalRange.NotNegative(value, nameof(AggregatedExecutedQuantity)).GetValueOrDefault();
            _hasAggregatedExecutedQuantity = value.HasValue;
        }
    }

    /// <summary><see cref="OrderPrice"/>; 0 if there is none.</summary>
    internal decimal OrderPriceOrZero => _orderPrice;

    /// <summary><see cref="OrderQuantity"/>; 0 if there is none.</summary>
    internal decimal OrderQuantityOrZero => _orderQuantity;

    /// <summary><see cref="ExecutedPrice"/>; 0 if there is none.</summary>
    internal decimal ExecutedPriceOrZero => _executedPrice;

    /// <summary>Whether <see cref="AggregatedExecutedQuantity"/> is known.</summary>
    internal bool HasAggregatedExecutedQuantity => _hasAggregatedExecutedQuantity;

    internal override MessageKind Kind => MessageKind.OrderUpdate;

    /// <summary>Returns the message in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"OrderUpdate {Symbol} {PrintableText.Time(Timestamp)} order {OrderId} {PrintableText.Escape(OrderTypeText)} {Side} {Show(OrderPrice)}×{Show(OrderQuantity)} {PrintableText.Escape(StatusText)} executed {Show(ExecutedPrice)}×{ExecutedQuantity} total {Show(AggregatedExecutedQuantity)}");

    private static string Show(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
