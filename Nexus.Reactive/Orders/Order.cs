using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>The known state of one of the client's own orders. Quantities are in the base asset, prices in the quote asset.</summary>
/// <remarks>
/// The order depends on the set of inputs, not on their order of arrival. Two ledgers are kept: <see cref="Confirmed"/> from transactions and
/// <see cref="Reported"/> from ORDER_UPDATEs. Setting a price or a quantity out of its range throws an <see cref="ArgumentOutOfRangeException"/>.
/// </remarks>
public sealed record Order : IHasSymbol
{
    // Every input creates an order, and most of an input's time is spent on memory: the fields are as small as they can be.
    private readonly OrderDetails _details = OrderDetails.None;
    private readonly OrderRarities? _rarities;
    private readonly CompactTotals _totals;
    private readonly long _updatedAt;
    private readonly ushort _flags;
    private readonly byte _status;

    /// <summary>Creates an order.</summary>
    public Order() => _totals = new CompactTotals(default);

    /// <param name="details">The terms, which the order shares.</param>
    /// <param name="rarities">The rest of the numbers, with totals that do not fit in <paramref name="totals"/>.</param>
    /// <param name="totals">The totals, each 0 or more.</param>
    /// <param name="status">The status.</param>
    /// <param name="updatedAt">The latest timestamp in UTC ticks.</param>
    /// <param name="flags">The flags.</param>
    [SetsRequiredMembers]
    internal Order(OrderDetails details, OrderRarities? rarities, in CompactTotals totals, OrderStatus status, long updatedAt, OrderFlags flags)
    {
        (_details, _rarities, _totals) = (details, rarities, totals);
        (_status, _updatedAt, _flags) = ((byte)status, updatedAt, (ushort)flags);
    }

    /// <summary>The exchange's id of the order.</summary>
    public required long OrderId
    {
        get => _details.OrderId;
        init => (_details = _details.OwnedBy(this)).OrderId = value;
    }

    /// <summary>The order's symbol.</summary>
    public required Symbol Symbol
    {
        get => _details.Symbol;
        init => (_details = _details.OwnedBy(this)).Symbol = value;
    }

    /// <summary>The order's side.</summary>
    public required Side Side
    {
        get => _details.Side;
        init => (_details = _details.OwnedBy(this)).Side = value;
    }

    /// <summary>The order's type; <see cref="OrderType.Unknown"/> until one is known.</summary>
    public OrderType Type
    {
        get => _details.Type;
        init => (_details = _details.OwnedBy(this)).Type = value;
    }

    /// <summary>The limit price, above 0; null if there is none or it is not known.</summary>
    public decimal? Price
    {
        get => GetPositive(_details.Price);
        init => (_details = _details.OwnedBy(this)).Price = Positive(value, nameof(Price));
    }

    /// <summary>The ordered quantity, above 0; null while unknown.</summary>
    public decimal? Quantity
    {
        get => GetPositive(_details.Quantity);
        init => (_details = _details.OwnedBy(this)).Quantity = Positive(value, nameof(Quantity));
    }

    /// <summary>The order's status.</summary>
    public required OrderStatus Status { get => (OrderStatus)_status; init => _status = (byte)value; }

    /// <summary>The exchange's text for a status that this version does not know, the latest one; null when <see cref="Status"/> is known.</summary>
    public string? StatusText { get => _rarities?.StatusText; init => _rarities = OrderRarities.With(_rarities, value); }

    /// <summary>The executed quantity: the greater of the two ledgers, and <see cref="FilledBefore"/>.</summary>
    public decimal Filled
    {
        get => _totals.Filled.IsTooWide ? _rarities!.Totals.Filled : _totals.Filled.Value;
        init => (_totals, _rarities) = Set(Totals with { Filled = NotNegative(value, nameof(Filled)) });
    }

    /// <summary>The part of <see cref="Filled"/> that was executed before the tracking began: known from a snapshot only, and in neither ledger.</summary>
    public decimal FilledBefore
    {
        get => _rarities?.FilledBefore ?? 0;
        init => _rarities = OrderRarities.WithFilledBefore(_rarities, NotNegative(value, nameof(FilledBefore)));
    }

    /// <summary>The total of the transactions: the sum of the distinct transactions.</summary>
    public decimal Confirmed
    {
        get => _totals.Confirmed.IsTooWide ? _rarities!.Totals.Confirmed : _totals.Confirmed.Value;
        init => (_totals, _rarities) = Set(Totals with { Confirmed = NotNegative(value, nameof(Confirmed)) });
    }

    /// <summary>The total that the ORDER_UPDATEs report.</summary>
    public decimal Reported
    {
        get => _totals.Reported.IsTooWide ? _rarities!.Totals.Reported : _totals.Reported.Value;
        init => (_totals, _rarities) = Set(Totals with { Reported = NotNegative(value, nameof(Reported)) });
    }

    /// <summary>
    /// The cost or proceeds of <see cref="Filled"/> at the known prices; null if no price is known. The value is limited to decimal's range, 7.9 × 10²⁸.
    /// </summary>
    public decimal? Notional
    {
        get => _totals.Notional.IsNone ? null : _totals.Notional.IsTooWide ? _rarities!.Totals.Notional : _totals.Notional.Value;
        init => (_totals, _rarities) = Set(Totals with { Notional = value });
    }

    /// <summary>The part of <see cref="Filled"/> whose price is not known; it is not in <see cref="Notional"/>.</summary>
    public decimal UnpricedQuantity
    {
        get => _rarities?.UnpricedQuantity ?? 0;
        init => _rarities = OrderRarities.WithUnpriced(_rarities, NotNegative(value, nameof(UnpricedQuantity)));
    }

    /// <summary>
    /// The average of the known prices: those of the transactions for the confirmed quantity, and those of the ORDER_UPDATEs for the rest; null if no price is
    /// known. A snapshot replaces the ORDER_UPDATEs before it, with their prices: the rest has its <see cref="OrderSnapshotEntry.AveragePrice"/>, or no price if
    /// that is null. Unless it is set, it is <see cref="Notional"/> divided by the quantity that has a price, computed when it is read.
    /// </summary>
    public decimal? AveragePrice
    {
        get => _rarities?.AveragePrice ?? ComputeAveragePrice();
        init => _rarities = OrderRarities.WithAveragePrice(_rarities, value);
    }

    /// <summary>The earliest timestamp of the inputs, including every copy of a transaction, in UTC.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => ToUtc(_details.CreatedAt);
        init => (_details = _details.OwnedBy(this)).CreatedAt = value.UtcTicks;
    }

    /// <summary>The latest timestamp of the inputs, including every copy of a transaction, in UTC.</summary>
    public required DateTimeOffset UpdatedAt { get => ToUtc(_updatedAt); init => _updatedAt = value.UtcTicks; }

    /// <summary>What is unusual about the order.</summary>
    public OrderFlags Flags { get => (OrderFlags)_flags; init => _flags = (ushort)value; }

    /// <summary><see cref="Reported"/> − <see cref="Confirmed"/>; negative when a transaction came before its update.</summary>
    public decimal Unconfirmed => Reported == Confirmed ? 0 : SaturatingDecimal.Add(Reported, -Confirmed);

    /// <summary>The quantity still to be executed: negative when overfilled, 0 when done; null while the quantity is unknown.</summary>
    public decimal? Leaves => IsDone ? 0 : Quantity is { } quantity ? SaturatingDecimal.Add(quantity, -Filled) : null;

    /// <summary>Whether the order is filled, canceled or rejected.</summary>
    public bool IsDone => Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;

    /// <summary>Whether the order is done and both ledgers agree.</summary>
    public bool IsSettled => IsDone && Reported == Confirmed;

    internal FillHistory Fills { get; init; }

    internal OrderTotals Totals => new(Filled, Confirmed, Reported, Notional);

    internal CompactTotals CompactTotals => _totals;

    // Null if the average price is computed.
    internal decimal? StatedAveragePrice => _rarities?.AveragePrice;

    /// <summary>Returns the order in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Order {OrderId} {Symbol} {Side} {Type} {Text(Price)}×{Text(Quantity)} {StatusText ?? Status.ToString()} filled {Filled} at {Text(AveragePrice)}, confirmed {Confirmed}, reported {Reported}{(Flags == OrderFlags.None ? "" : $", {Flags}")}, {UpdatedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");

    /// <inheritdoc/>
    public bool Equals(Order? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && _details.HasSameValues(other._details)
            && (_status, _flags, _updatedAt) == (other._status, other._flags, other._updatedAt)
            && Totals == other.Totals
            && (FilledBefore, UnpricedQuantity, StatusText) == (other.FilledBefore, other.UnpricedQuantity, other.StatusText)
            && AveragePrice == other.AveragePrice);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OrderId, _status, _updatedAt, Filled, Confirmed, Reported);

    private decimal? ComputeAveragePrice()
    {
        var unpriced = UnpricedQuantity;
        var priced = decimal.Sign(unpriced) == 0 ? Filled : SaturatingDecimal.Add(Filled, -unpriced);
        return Notional is { } notional && decimal.Sign(priced) > 0 ? ExactRatio.Trim(SaturatingDecimal.Divide(notional, priced)) : null;
    }

    private (CompactTotals Totals, OrderRarities? Rarities) Set(in OrderTotals totals)
    {
        var compact = new CompactTotals(totals);
        return (compact, OrderRarities.WithTotals(_rarities, compact.IsTooWide ? totals : default));
    }

    private static string Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static DateTimeOffset ToUtc(long ticks) => new(ticks, TimeSpan.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static decimal? GetPositive(decimal value) => decimal.Sign(value) == 0 ? null : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static decimal Positive(decimal? value, string name)
    {
        if (value is not { } known)
            return 0;
        if (decimal.Sign(known) <= 0)
            throw new ArgumentOutOfRangeException(name, known, "It must be above 0.");
        return known;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static decimal NotNegative(decimal value, string name)
    {
        // A difference may be a negative zero.
        var sign = decimal.Sign(value);
        if (sign < 0)
            throw new ArgumentOutOfRangeException(name, value, "It must not be negative.");
        return sign == 0 ? 0 : value;
    }
}
