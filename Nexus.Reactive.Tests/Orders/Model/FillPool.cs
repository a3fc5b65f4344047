namespace Nexus.Reactive.Tests.Orders.Model;

/// <summary>
/// Which reported fills the transactions confirm: those up to a snapshot's time the snapshot, then fills of one price each other, the earliest first.
/// What is left is cut to the difference of the totals: fills without a price first, then the snapshot, then the earliest.
/// </summary>
internal sealed class FillPool
{
    private readonly List<Part> _reported;
    private readonly List<Part> _transactions;
    private readonly Part? _before;
    private readonly Part? _snapshot;

    public FillPool(Fill? before, Fill? snapshot, List<Fill> reported, List<Fill> transactions)
    {
        _before = before is null ? null : new Part(before);
        _snapshot = snapshot is null ? null : new Part(snapshot);
        _reported = [.. Ordered(_snapshot is null ? reported.Select(static f => new Part(f)) : reported.Select(static f => new Part(f)).Prepend(_snapshot))];
        _transactions = [.. Ordered(transactions.Select(static f => new Part(f)))];
    }

    /// <summary>The part from before the tracking that no transaction confirms.</summary>
    public decimal Before => _before?.Left ?? 0;

    public decimal UnconfirmedSnapshot { get; private set; }

    public bool HasOpenLateSnapshot => _reported.Exists(static part => part.Fill.IsLateSnapshot && part.Left > 0);

    public List<(long At, Fraction Price, decimal Quantity)> Match(decimal total, decimal endPrice)
    {
        var snapshotPrice = ConfirmSnapshots();
        foreach (var transaction in _transactions)
        {
            foreach (var part in _reported)
            {
                if (part != _snapshot && part.Fill.Price == transaction.Fill.Price)
                    Confirm(transaction, part);
            }
        }

        UnconfirmedSnapshot = _snapshot?.Left ?? 0;
        Cut(Math.Max(0, total - Before - _transactions.Sum(static t => t.Fill.Quantity)));
        return
        [
            .. _transactions.Select(static part => (part.Fill.At, (Fraction)part.Fill.Price, part.Fill.Quantity)),
            .. _reported.Where(static part => part.Left > 0).Select(part => (part.Fill.At, part == _snapshot ? snapshotPrice : part.Fill.Price == 0 ? endPrice : part.Fill.Price, part.Left)),
        ];
    }

    // The rest of the snapshot costs what its total cost less what the transactions of that time did.
    private Fraction ConfirmSnapshots()
    {
        var (confirmed, notional) = (0m, (Fraction)0);
        foreach (var transaction in _transactions)
        {
            if (_before is not null && transaction.Fill.At <= _before.Fill.At)
                Confirm(transaction, _before);
            if (_snapshot is null || transaction.Fill.At > _snapshot.Fill.At)
                continue;
            var part = Confirm(transaction, _snapshot);
            confirmed += part;
            notional += (Fraction)transaction.Fill.Price * part;
        }

        if (_snapshot is not { Fill: { Price: > 0 } snapshot } || confirmed == 0 || confirmed == snapshot.Quantity)
            return _snapshot?.Fill.Price ?? 0;
        var rest = ((Fraction)snapshot.Price * snapshot.Quantity) - notional;
        return rest > 0 ? rest / (snapshot.Quantity - confirmed) : snapshot.Price;
    }

    private static decimal Confirm(Part transaction, Part reported)
    {
        var part = Math.Min(transaction.Left, reported.Left);
        transaction.Left -= part;
        reported.Left -= part;
        return part;
    }

    private void Cut(decimal rest)
    {
        var excess = Math.Max(0, _reported.Sum(static part => part.Left) - rest);
        foreach (var part in _reported.OrderBy(part => part.Fill.Price == 0 ? 0 : part == _snapshot ? 1 : 2))
        {
            var cut = Math.Min(part.Left, excess);
            part.Left -= cut;
            excess -= cut;
        }
    }

    private static IEnumerable<Part> Ordered(IEnumerable<Part> parts) => parts.OrderBy(static part => part.Fill.At).ThenBy(static part => part.Fill.Price);

    private sealed class Part(Fill fill)
    {
        public Fill Fill => fill;

        public decimal Left { get; set; } = fill.Quantity;
    }
}
