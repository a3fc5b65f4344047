namespace Nexus.Reactive;

/// <summary>Computes 64-bit hashes of the contents of messages. Two different contents have the same hash once in 10^19 pairs.</summary>
internal sealed class Fingerprints
{
    // Represents a missing number.
    private const ulong NoNumber = ulong.MaxValue;

    private TextHash _symbol;
    private TextHash _text;

    /// <summary>Returns the hash of all fields of an update.</summary>
    public ulong Get(OrderUpdate update)
    {
        var hash = Mix((ulong)update.Timestamp.UtcTicks, ((ulong)update.Side << 16) | ((ulong)update.Status << 8) | (ulong)update.OrderType);
        hash = Mix(hash, _symbol.Get(update.Symbol.ToString()));
        if (update.Status == OrderStatus.Unknown)
            hash = Mix(hash, _text.Get(update.StatusText));
        if (update.OrderType == OrderType.Unknown)
            hash = Mix(hash, _text.Get(update.OrderTypeText));
        hash = Mix(hash, update.OrderPrice);
        hash = Mix(hash, update.OrderQuantity);
        hash = Mix(hash, update.ExecutedPrice);
        hash = Mix(hash, update.AggregatedExecutedQuantity);
        return Mix(hash, update.ExecutedQuantity);
    }

    /// <summary>Returns the hash of a transaction without its timestamp, which may differ in a replay, and without its fee, which may arrive later.</summary>
    public ulong Get(Transaction transaction)
    {
        var hash = Mix((ulong)transaction.Side + 1, transaction.ExecutedPrice);
        hash = Mix(hash, transaction.ExecutedQuantity);
        return Mix(hash, _symbol.Get(transaction.Symbol.ToString()));
    }

    /// <summary>Returns the hash of a transaction's fee; 0 if it has none.</summary>
    public ulong GetFee(Transaction transaction) =>
        transaction.Fee is { } fee ? Mix(Mix(1, fee), _text.Get(transaction.FeeAsset)) | 1 : 0;

    private static ulong Mix(ulong hash, decimal? value) => value is { } known ? Mix(hash, known) : Mix(hash, NoNumber);

    // Equal numbers have equal hashes, regardless of trailing zeros.
    private static ulong Mix(ulong hash, decimal value)
    {
        var parts = new DecimalParts(value);
        if (parts.Scale != 0 && (parts.Low % 10 == 0 || parts.High != 0))
            parts = new DecimalParts(ExactRatio.Trim(value));
        if (parts.High != 0)
            hash = Mix(hash, parts.High);
        else if (parts.Low == 0)
            return Mix(hash, 0UL);
        return Mix(hash ^ ((ulong)parts.Scale << 1) ^ (parts.IsNegative ? 1UL : 0), parts.Low);
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ 0x9E3779B97F4A7C15, value ^ 0xD6E8FEB86659FD93, out var low);
        return high ^ low ^ (value << 1);
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
                _hash = Mix(_hash, letter);
            return _hash;
        }
    }
}
