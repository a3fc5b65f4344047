namespace Nexus.Reactive;

/// <summary>The latest transactions, each with the order that it filled and a fingerprint of its content.</summary>
internal sealed class TransactionDeduplicator(TransactionKey keyKind, int capacity, Fingerprints fingerprints)
{
    private readonly BoundedFifoMap<(long Id, long Scope), TransactionNote> _known = new(capacity);
    private readonly Dictionary<Symbol, long> _symbols = [];
    private Symbol _symbol;
    private long _symbolNumber;

    /// <summary>What the transaction is: new, the same as one before, the same with a fee that was not known, or another with the same key.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="orderSymbol">The symbol of its order, if that is known: one order uses an id once, whatever the symbol.</param>
    /// <param name="knownOrderId">The order of the transaction that came first.</param>
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

/// <summary>What a transaction is to those that came before it.</summary>
internal enum TransactionNovelty
{
    New,
    Known,
    NewFee,
    Contradicting,
}
