namespace Nexus.Reactive;

/// <summary>Stores the fills of both ledgers with the part of each that is missing in the other ledger, and reports each change to the order.</summary>
/// <remarks>While all fills are regular, only the new fill is matched; otherwise <see cref="FillMatching"/> matches all fills again.</remarks>
internal sealed class FillMatcher(OrderState owner)
{
    private readonly List<FillEntry> _updates = [];
    private readonly List<FillEntry> _transactions = [];
    private SaturatingSum _claimed;
    private SaturatingSum _confirmed;
    private SaturatingSum _confirmedNotional;
    private SaturatingSum _openNotional;
    private SaturatingSum _openUnpriced;
    private bool _isRegular = true;
    private int _openUpdates;
    private int _openTransactions;

    /// <summary>The total of the transactions.</summary>
    public decimal Confirmed => _confirmed.Value;

    /// <summary>The sum of the reported fills.</summary>
    public decimal Claimed => _claimed.Value;

    /// <summary>The cost of the confirmed fills, and of the rest at the reported prices.</summary>
    public decimal Notional => SaturatingDecimal.Add(SaturatingDecimal.Add(_confirmedNotional.Value, _openNotional.Value), BeforeNotional);

    /// <summary>The part of the rest without a known price.</summary>
    public decimal Unpriced => Before is { Price: 0 } before ? SaturatingDecimal.Add(_openUnpriced.Value, before.Open) : _openUnpriced.Value;

    /// <summary>The price of reported fills without a price; 0 if unknown.</summary>
    public decimal DefaultPrice { get; set; }

    /// <summary>The part of a snapshot's total that was executed before the tracking began.</summary>
    public FillEntry? Before { get; set; }

    /// <summary>The part of a snapshot's total that was executed after the tracking began.</summary>
    public FillEntry? Snapshot { get; private set; }

    /// <summary>The part of <see cref="Snapshot"/> that is not confirmed by a transaction up to its time.</summary>
    public decimal UnconfirmedSnapshot { get; private set; }

    /// <summary>The fills that are missing in one ledger.</summary>
    public IEnumerable<OpenFill> Open => _updates.Concat(_transactions).Select(static entry => entry.Fill).Where(static fill => decimal.Sign(fill.Open) != 0);

    private decimal BeforeNotional => Before is { } before ? SaturatingDecimal.Multiply(before.Open, before.Price) : 0;

    /// <summary>Adds a fill that is already matched.</summary>
    public void Restore(FillEntry entry)
    {
        if (entry.IsTransaction)
            Confirm(entry);
        else
            Claim(entry);
        if (decimal.Sign(entry.Open) == 0)
            return;
        (entry.IsTransaction ? ref _openTransactions : ref _openUpdates)++;
        if (!entry.IsTransaction)
            _openNotional.AddProduct(entry.Price, entry.Open);
    }

    public void AddTransaction(FillEntry entry, decimal updateTotal)
    {
        var isLast = Confirm(entry);
        if (isLast && TryAppend(entry, _updates, _openUpdates, updateTotal))
            return;
        owner.Place(entry.At, entry.Price, entry.Quantity);
        Rematch(updateTotal);
    }

    public void AddUpdate(FillEntry entry, decimal updateTotal)
    {
        _claimed.Add(entry.Quantity);
        var isLast = Insert(_updates, entry);
        if (!isLast || decimal.Sign(entry.Price) == 0 || !TryAppend(entry, _transactions, _openTransactions, updateTotal))
            Rematch(updateTotal);
    }

    /// <summary>Changes the quantity of a reported fill; 0 removes it. Call <see cref="Rematch"/> afterwards.</summary>
    public void Resize(FillEntry entry, decimal quantity)
    {
        _isRegular = false;
        _claimed.Add(quantity - entry.Quantity);
        entry.Quantity = quantity;
        if (decimal.Sign(quantity) != 0)
            return;
        SetOpen(entry, 0);
        _updates.Remove(entry);
    }

    /// <summary>Adds a reported fill without matching it. Call <see cref="Rematch"/> afterwards.</summary>
    public void Claim(FillEntry entry)
    {
        _claimed.Add(entry.Quantity);
        Insert(_updates, entry);
    }

    /// <summary>Replaces all reported fills by a snapshot's total. Call <see cref="Rematch"/> afterwards.</summary>
    public void Rebase(FillEntry? snapshot)
    {
        foreach (var entry in _updates)
            SetOpen(entry, 0);
        _updates.Clear();
        _claimed = default;
        Snapshot = snapshot;
        if (snapshot is not null)
            Claim(snapshot);
    }

    /// <summary>Matches all fills of both ledgers again so that the rest is the difference between the totals.</summary>
    public void Rematch(decimal updateTotal)
    {
        var matching = new FillMatching(_updates, _transactions, Before, Snapshot);
        matching.Match(updateTotal, Confirmed);
        UnconfirmedSnapshot = matching.UnconfirmedSnapshot;
        _isRegular = !matching.IsAdjusted && Snapshot is null && Before is null && _updates.TrueForAll(static e => decimal.Sign(e.Price) != 0);

        foreach (var entry in _updates)
            SetOpen(entry, entry.Left, entry == Snapshot ? matching.SnapshotPrice : new FillPrice(decimal.Sign(entry.Price) == 0 ? DefaultPrice : entry.Price));
        foreach (var entry in _transactions)
            SetOpen(entry, entry.Left);
    }

    // Matches only the newest fill of a ledger, if fills of one price have confirmed each other so far. It confirms the fills of its price, or waits.
    private bool TryAppend(FillEntry entry, List<FillEntry> others, int openCount, decimal updateTotal)
    {
        if (!_isRegular || updateTotal != Claimed)
            return false;
        var (rest, unlogged) = (entry.Quantity, entry.IsTransaction ? entry.Quantity : 0);
        if (openCount != 0)
        {
            if (!IsConfirmed(entry, others))
                return false;
            foreach (var other in others)
            {
                if (decimal.Sign(rest) == 0)
                    break;
                if (decimal.Sign(other.Open) == 0 || other.Price != entry.Price)
                    continue;
                var part = Math.Min(rest, other.Open);
                rest -= part;

                // A transaction at the time of its update changes no position.
                var isSamePlace = entry.IsTransaction && other.At == entry.At;
                if (isSamePlace)
                    unlogged -= part;
                SetOpen(other, other.Open - part, isLogged: !isSamePlace);
            }
        }

        if (decimal.Sign(unlogged) != 0)
            owner.Place(entry.At, entry.Price, unlogged);
        SetOpen(entry, rest);
        return true;
    }

    // Returns whether the price alone decides: the open fills of its price cover all of it, or there are no others.
    private static bool IsConfirmed(FillEntry entry, List<FillEntry> others)
    {
        var (ofPrice, hasOthers) = (default(SaturatingSum), false);
        foreach (var other in others)
        {
            if (decimal.Sign(other.Open) == 0)
                continue;
            if (other.Price == entry.Price)
                ofPrice.Add(other.Open);
            else
                hasOthers = true;
        }

        return !hasOthers || ofPrice.Value >= entry.Quantity;
    }

    private void SetOpen(FillEntry entry, decimal open) => SetOpen(entry, open, new FillPrice(entry.Price));

    private void SetOpen(FillEntry entry, decimal open, bool isLogged) => SetOpen(entry, open, new FillPrice(entry.Price), isLogged);

    private void SetOpen(FillEntry entry, decimal open, FillPrice price, bool isLogged = true)
    {
        var before = entry.Open;
        if (before == open && (entry.OpenPrice == price || decimal.Sign(open) == 0))
            return;
        ref var count = ref entry.IsTransaction ? ref _openTransactions : ref _openUpdates;
        count += Math.Abs(decimal.Sign(open)) - Math.Abs(decimal.Sign(before));
        if (decimal.Sign(before) == 0)
            owner.Shared.Opened.Add(entry.Fill);
        if (!entry.IsTransaction)
        {
            if (entry.OpenPrice == price && price.LastQuantity == 0)
                Count(entry.At, price.Price, open - before, isLogged);
            else
            {
                Count(entry.At, entry.OpenPrice, before, -1, isLogged);
                Count(entry.At, price, open, 1, isLogged);
            }

            entry.OpenPrice = price;
        }

        entry.Fill.Open = open;
    }

    private void Count(long at, FillPrice price, decimal quantity, int sign, bool isLogged)
    {
        if (decimal.Sign(quantity) == 0)
            return;
        Count(at, price.Price, sign * (quantity - price.LastQuantity), isLogged);
        Count(at, price.LastPrice, sign * price.LastQuantity, isLogged);
    }

    private void Count(long at, decimal price, decimal quantity, bool isLogged)
    {
        if (decimal.Sign(quantity) == 0)
            return;
        if (isLogged)
            owner.Place(at, price, quantity);
        if (decimal.Sign(price) == 0)
            _openUnpriced.Add(quantity);
        else
            _openNotional.AddProduct(price, quantity);
    }

    private bool Confirm(FillEntry entry)
    {
        _confirmed.Add(entry.Quantity);
        _confirmedNotional.AddProduct(entry.Price, entry.Quantity);
        return Insert(_transactions, entry);
    }

    private static bool Insert(List<FillEntry> entries, FillEntry entry)
    {
        var at = entries.Count;
        while (at > 0 && FillEntry.Compare(entries[at - 1], entry) > 0)
            at--;
        entries.Insert(at, entry);
        return at == entries.Count - 1;
    }

    public void Transfer(StateArchive archive)
    {
        SavedFills.TransferEntries(archive, "updates", _updates);
        SavedFills.TransferEntries(archive, "transactions", _transactions);
        archive.Value("claimed", ref _claimed);
        archive.Value("confirmed", ref _confirmed);
        archive.Value("confirmedNotional", ref _confirmedNotional);
        archive.Value("openNotional", ref _openNotional);
        archive.Value("openUnpriced", ref _openUnpriced);
        archive.Value("isRegular", ref _isRegular);
        archive.Value("openUpdates", ref _openUpdates);
        archive.Value("openTransactions", ref _openTransactions);
        Before = SavedFills.TransferEntry(archive, "before", Before);
        Snapshot = SavedFills.TransferEntry(archive, "snapshot", Snapshot);
        var (defaultPrice, unconfirmed) = (DefaultPrice, UnconfirmedSnapshot);
        archive.Value("defaultPrice", ref defaultPrice);
        archive.Value("unconfirmedSnapshot", ref unconfirmed);
        (DefaultPrice, UnconfirmedSnapshot) = (defaultPrice, unconfirmed);
    }
}
