namespace Nexus.Reactive;

/// <summary>Stores the latest transactions, each with its order and a fingerprint of its content.</summary>
internal sealed class TransactionDeduplicator(TransactionKey keyKind, int capacity, Fingerprints fingerprints)
{
    private readonly BoundedFifoMap<(long Id, long Scope), TransactionNote> _known = new(capacity);
    private readonly Dictionary<Symbol, long> _symbols = [];
    private Symbol _symbol;
    private long _symbolNumber;

    /// <summary>Classifies a transaction: new, known, known with a new fee, or different but with a known key.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="orderSymbol">The symbol of its order, if known. An order uses an id only once, regardless of the symbol.</param>
    /// <param name="knownOrderId">The order of the transaction that was received first.</param>
    public TransactionNovelty Add(Transaction transaction, Symbol? orderSymbol, out long knownOrderId)
    {
        var key = (transaction.Id, GetScope(transaction, transaction.Symbol));
        if (orderSymbol is { } symbol && symbol != transaction.Symbol && !_known.TryGet(key, out _) && IsOfOrder((transaction.Id, GetScope(transaction, symbol)), transaction.OrderId))
        {
            knownOrderId = transaction.OrderId;
            return TransactionNovelty.Contradicting;
        }

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

    private bool IsOfOrder((long Id, long Scope) key, long orderId) => keyKind == TransactionKey.SymbolAndId && _known.TryGet(key, out var known) && known.OrderId == orderId;

    private long GetScope(Transaction transaction, Symbol symbol)
    {
        if (keyKind == TransactionKey.Id)
            return 0;
        if (keyKind == TransactionKey.OrderAndId)
            return transaction.OrderId;
        if (symbol == _symbol)
            return _symbolNumber;
        if (!_symbols.TryGetValue(symbol, out var number))
            _symbols.Add(symbol, number = _symbols.Count + 1);
        (_symbol, _symbolNumber) = (symbol, number);
        return number;
    }

    private readonly record struct TransactionNote(long OrderId, ulong Content, ulong Fee);
}

/// <summary>The relation of a transaction to earlier ones.</summary>
internal enum TransactionNovelty
{
    New,
    Known,
    NewFee,
    Contradicting,
}
