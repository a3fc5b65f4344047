namespace Nexus.Reactive;

/// <summary>Stores the latest transactions, each with its order and a fingerprint of its content.</summary>
internal sealed class TransactionDeduplicator(TransactionKey keyKind, int capacity, Fingerprints fingerprints)
{
    private readonly BoundedFifoMap<ScopedId, TransactionNote> _known = new(capacity);
    private readonly Dictionary<Symbol, long> _symbols = [];
    private Symbol _symbol;
    private long _symbolNumber;

    /// <summary>Classifies a transaction: new, known, known with a new fee, or different but with a known key.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="knownOrderId">The order of the transaction that was received first.</param>
    public TransactionNovelty Add(Transaction transaction, out long knownOrderId)
    {
        var key = new ScopedId(transaction.Id, GetScope(transaction));
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

    public void Transfer(StateArchive archive)
    {
        var symbols = archive.List("symbols", _symbols.OrderBy(static pair => pair.Value).Select(static pair => pair.Key), symbol =>
        {
            archive.Value("symbol", ref symbol);
            return symbol;
        });
        var entries = archive.List("ids", _known.Entries, entry =>
        {
            var ((id, scope), (orderId, content, fee)) = entry;
            archive.Value("id", ref id);
            archive.Value("scope", ref scope);
            archive.Value("order", ref orderId);
            archive.Value("content", ref content);
            archive.Value("fee", ref fee);
            return (new ScopedId(id, scope), new TransactionNote(orderId, content, fee));
        });
        if (!archive.IsReading)
            return;
        foreach (var symbol in symbols)
            _symbols.Add(symbol, _symbols.Count + 1);
        foreach (var (key, note) in entries)
            _known.Set(key, note);
    }

    private long GetScope(Transaction transaction)
    {
        if (keyKind == TransactionKey.Id)
            return 0;
        if (keyKind == TransactionKey.OrderAndId)
            return transaction.OrderId;
        var symbol = transaction.Symbol;
        if (symbol == _symbol)
            return _symbolNumber;
        if (!_symbols.TryGetValue(symbol, out var number))
            _symbols.Add(symbol, number = _symbols.Count + 1);
        (_symbol, _symbolNumber) = (symbol, number);
        return number;
    }

    private readonly record struct ScopedId(long Id, long Scope);

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
