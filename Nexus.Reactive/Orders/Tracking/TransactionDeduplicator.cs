namespace Nexus.Reactive;

/// <summary>The latest transaction ids, each with the order that it filled and a fingerprint of the rest.</summary>
internal sealed class TransactionDeduplicator(int capacity)
{
    // Up to here a number of at most 22 decimal places has a double of its own, and the same one however many zeros it is written with.
    private const ulong MaxExactMantissa = 1_000_000_000_000_000;
    private const int MaxExactScale = 22;

    // The bits of no number.
    private const ulong NoFee = ulong.MaxValue;

    private readonly BoundedFifoMap<TransactionNote> _ids = new(capacity);
    private TextHash _symbol;
    private TextHash _asset;

    /// <summary>Whether the id is new; otherwise what it stood for.</summary>
    public bool TryAdd(Transaction transaction, out TransactionNote note, out TransactionNote known)
    {
        note = new TransactionNote(transaction.OrderId, Fingerprint(transaction));
        return _ids.TryAdd(transaction.Id, note, out known);
    }

    // Everything but the timestamp: a replay may be stamped anew. The content itself would take three times the memory; two contents that share
    // their 64 bits, one pair in 10^19, would make a Duplicate of a Conflict, and neither is counted.
    private ulong Fingerprint(Transaction transaction)
    {
        var hash = (ulong)transaction.Side + 1;
        hash = Mix(hash, transaction.ExecutedPrice);
        hash = Mix(hash, transaction.ExecutedQuantity);
        hash = transaction.Fee is { } fee ? Mix(hash, fee) : Mix(hash, NoFee);
        hash = Mix(hash, _asset.Of(transaction.FeeAsset));
        return Mix(hash, _symbol.Of(transaction.Symbol.ToString()));
    }

    private static ulong Mix(ulong hash, decimal value)
    {
        var parts = new DecimalParts(value);
        if (parts.High != 0 || parts.Low >= MaxExactMantissa || parts.Scale > MaxExactScale)
        {
            value = ExactRatio.Trim(value);
            parts = new DecimalParts(value);
            if (parts.High != 0 || parts.Low >= MaxExactMantissa || parts.Scale > MaxExactScale)
                return Mix(Mix(hash, parts.Low), ((ulong)parts.High << 32) | ((ulong)parts.Scale << 1) | (parts.IsNegative ? 1UL : 0));
        }

        return Mix(hash, parts.Low == 0 ? 0 : BitConverter.DoubleToUInt64Bits((double)value));
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ 0x9E3779B97F4A7C15, value ^ 0xD6E8FEB86659FD93, out var low);
        return high ^ low ^ (value << 1);
    }

    /// <summary>The hash of the latest text: it is nearly always the same one.</summary>
    private struct TextHash
    {
        private string? _text;
        private ulong _hash;

        public ulong Of(string? text)
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

/// <summary>What a transaction id stood for.</summary>
internal readonly record struct TransactionNote(long OrderId, ulong Fingerprint);
