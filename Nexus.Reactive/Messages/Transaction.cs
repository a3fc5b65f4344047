using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary><c>TRANSACTION</c>: a fill of one of the client's own orders.</summary>
/// <remarks>Setting a price or quantity outside its range throws an <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed record Transaction : NexusMessage, IHasSymbol, IHasTimestamp
{
    private readonly decimal _executedPrice;
    private readonly decimal _executedQuantity;

    // A nullable decimal takes 24 bytes.
    private readonly decimal _fee;
    private readonly bool _hasFee;

    /// <summary>Creates a transaction.</summary>
    public Transaction()
    {
    }

    /// <summary>Creates a transaction from numbers that the decoder has checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SetsRequiredMembers]
    internal Transaction(long id, Symbol symbol, DateTimeOffset timestamp, long orderId, decimal executedPrice, decimal executedQuantity, Side side)
    {
        (Id, Symbol, Timestamp, OrderId, Side) = (id, symbol, timestamp, orderId, side);
        _executedPrice = executedPrice;
        _executedQuantity = executedQuantity;
    }

    /// <summary>The exchange's time, which has whole milliseconds.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The transaction's id. Two transactions with the same id are the same fill.</summary>
    public required long Id { get; init; }

    /// <summary>The order's symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The exchange's id of the order that was filled.</summary>
    public required long OrderId { get; init; }

    /// <summary>The fill's price in the quote asset, above 0.</summary>
    public required decimal ExecutedPrice { get => _executedPrice; init => _executedPrice = DecimalRange.Positive(value, nameof(ExecutedPrice)); }

    /// <summary>The fill's quantity in the base asset, 0 or above.</summary>
    public required decimal ExecutedQuantity { get => _executedQuantity; init => _executedQuantity = DecimalRange.NotNegative(value, nameof(ExecutedQuantity)); }

    /// <summary>The order's side.</summary>
    public required Side Side { get; init; }

    /// <summary>The fee in <see cref="FeeAsset"/>, negative for a rebate; null if the exchange sent none.</summary>
    public decimal? Fee
    {
        get => _hasFee ? _fee : null;
        init => (_fee, _hasFee) = (value.GetValueOrDefault(), value.HasValue);
    }

    /// <summary>The asset in which the fee is paid; null if the exchange sent none.</summary>
    public string? FeeAsset { get; init; }

    internal override MessageKind Kind => MessageKind.Transaction;

    /// <summary>Returns the message in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Transaction {Symbol} {PrintableText.Time(Timestamp)} id {Id} order {OrderId} {Side} {ExecutedPrice}×{ExecutedQuantity} fee {Fee?.ToString(CultureInfo.InvariantCulture) ?? "-"}{(FeeAsset is null ? "" : " " + PrintableText.Escape(FeeAsset))}");
}
