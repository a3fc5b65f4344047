namespace Nexus.Reactive;

/// <summary>The latest transactions, each with the order that it filled and a fingerprint of its content.</summary>
internal sealed class TransactionDeduplicator(TransactionKey keyKind, int capacity, Fingerprints fingerprints)
{
    private readonly BoundedFifoMap<(long Id, long Scope), TransactionNote> _known = new(capacity);
    private readonly Dictionary<Symbol, long> _symbols = [];

    /// <summary>What the transaction is: new, the same as one before, the same with a fee that was not known, or another with the same key.</summary>
    public TransactionNovelty Add(Transaction transaction, out long knownOrderId)
    {
        var key = (transaction.Id, GetScope(transaction));
        var note = new TransactionNote(transaction.OrderId, fingerprints.Get(transaction), fingerprints.GetFee(transaction));
        if (_known.TryAdd(key, note, out var known))
        {
            knownOrderId = transaction.OrderId;
            return TransactionNovelty.New;
        }

        knownOrderId = known.OrderId;
        if (known.OrderId != note.OrderId || known.Content != note.Content)
            return TransactionNovelty.Contradicting;
        if (known.Fee == note.Fee || note.Fee == 0)
            return TransactionNovelty.Known;
        if (known.Fee != 0)
            return TransactionNovelty.Contradicting;
        _known.Set(key, note);
        return TransactionNovelty.NewFee;
    }

    private long GetScope(Transaction transaction)
    {
        if (keyKind == TransactionKey.Id)
            return 0;
        if (keyKind == TransactionKey.OrderAndId)
            return transaction.OrderId;
        if (!_symbols.TryGetValue(transaction.Symbol, out var number))
            _symbols.Add(transaction.Symbol, number = _symbols.Count);
        return number;
    }

    private readonly record struct TransactionNote(long OrderId, ulong Content, ulong Fee);
}

/// <summary>What a transaction is to those that came before it.</summary>
internal enum TransactionNovelty
{
    New,
    Known,
    NewFee,
    Contradicting,
}
