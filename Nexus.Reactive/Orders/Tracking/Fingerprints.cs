namespace Nexus.Reactive;

/// <summary>Computes 64-bit hashes of the contents of messages. Two different contents have the same hash once in 10^19 pairs.</summary>
internal sealed class Fingerprints
{
    private TextHash _symbol;
    private TextHash _text;

    /// <summary>Returns the hash of all fields of an update.</summary>
    public ulong Get(OrderUpdate update)
    {
        var hash = Product((ulong)update.Timestamp.UtcTicks ^ 0xE7037ED1A0B428DB, (((ulong)update.Side << 16) | ((ulong)update.Status << 8) | (ulong)update.OrderType) ^ 0x8EBC6AF09C88C6E3);
        hash += _symbol.Get(update.Symbol.ToString());
        if (update.Status == OrderStatus.Unknown)
            hash += Product(_text.Get(update.StatusText), 0x589965CC75374CC3);
        if (update.OrderType == OrderType.Unknown)
            hash += Product(_text.Get(update.OrderTypeText), 0x1D8E4E27C47D124F);
        hash += Price(update.OrderPriceOrZero, 0x9E3779B97F4A7C15);
        hash += Number(update.OrderQuantity, 0xD6E8FEB86659FD93);
        hash += Price(update.ExecutedPriceOrZero, 0xA0761D6478BD642F);
        if (update.HasAggregatedExecutedQuantity)
            hash += Number(update.AggregatedExecutedQuantity, 0xC2B2AE3D27D4EB4F);
        return hash + Number(update.ExecutedQuantity, 0xFF51AFD7ED558CCD);
    }

    /// <summary>Returns the hash of a transaction without its timestamp, which may differ in a replay, and without its fee, which may arrive later.</summary>
    public ulong Get(Transaction transaction) =>
        Product((ulong)transaction.Side + 1, 0xE7037ED1A0B428DB)
        + Number(transaction.ExecutedPrice, 0xA0761D6478BD642F)
        + Number(transaction.ExecutedQuantity, 0xFF51AFD7ED558CCD)
        + _symbol.Get(transaction.Symbol.ToString());

    /// <summary>Returns the hash of a transaction's fee; 0 if it has none.</summary>
    public ulong GetFee(Transaction transaction) =>
        transaction.Fee is { } fee ? (Number(fee, 0x9E3779B97F4A7C15) + _text.Get(transaction.FeeAsset)) | 1 : 0;

    // The absence of a price is 0.
    private static ulong Price(decimal value, ulong key) => new DecimalParts(value).IsZero ? 0 : Number(value, key);

    private static ulong Number(decimal? value, ulong key) => value is { } known ? Number(known, key) : 0;

    // Each field has its own key, so the products do not depend on each other and the processor computes them at the same time.
    // Equal numbers have equal hashes, regardless of trailing zeros.
    private static ulong Number(decimal value, ulong key)
    {
        var parts = new DecimalParts(value);
        if (parts.Scale != 0 && (parts.Low % 10 == 0 || parts.High != 0))
            parts = new DecimalParts(ExactRatio.Trim(value));
        if ((parts.Low | parts.High) == 0)
            return key;
        var rest = ((ulong)parts.High << 16) ^ ((ulong)parts.Scale << 1) ^ (parts.IsNegative ? 1UL : 0);
        return Product(parts.Low ^ key, rest ^ 0x8EBC6AF09C88C6E3);
    }

    private static ulong Product(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    /// <summary>Caches the hash of the latest text, because the text rarely changes.</summary>
    private struct TextHash
    {
        private string? _text;
        private ulong _hash;

        public ulong Get(string? text)
        {
            if (string.Equals(text, _text, StringComparison.Ordinal))
                return _hash;
            (_text, _hash) = (text, text is null ? 0 : (ulong)text.Length + 1);
            foreach (var letter in text.AsSpan())
                _hash = Product(_hash ^ letter, 0x9E3779B97F4A7C15) + letter;
            return _hash;
        }
    }
}
