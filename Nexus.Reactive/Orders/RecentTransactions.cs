namespace Nexus.Reactive;

/// <summary>The latest transaction ids, each with a fingerprint of what it stood for.</summary>
internal sealed class RecentTransactions(int capacity)
{
    private readonly RecentKeys<long> _ids = new(capacity);

    /// <summary>Whether the id is new; otherwise whether it stood for the same.</summary>
    public bool TryAdd(Transaction transaction, out bool isSame)
    {
        var fingerprint = Fingerprint(transaction);
        var isNew = _ids.TryAdd(transaction.Id, fingerprint, out var known);
        isSame = known == fingerprint;
        return isNew;
    }

    // Everything but the timestamp: a replay may be stamped anew. A collision of 64 bits would call a conflict a duplicate; neither counts.
    private static long Fingerprint(Transaction transaction)
    {
        var hash = (ulong)transaction.OrderId;
        hash = Mix(hash, transaction.ExecutedPrice.GetHashCode());
        hash = Mix(hash, transaction.ExecutedQuantity.GetHashCode());
        hash = Mix(hash, transaction.Fee.GetHashCode());
        hash = Mix(hash, transaction.FeeAsset is { } asset ? string.GetHashCode(asset, StringComparison.Ordinal) : 0);
        hash = Mix(hash, transaction.Symbol.GetHashCode());
        return (long)Mix(hash, (int)transaction.Side);
    }

    private static ulong Mix(ulong hash, int value)
    {
        hash = (hash ^ (uint)value) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
