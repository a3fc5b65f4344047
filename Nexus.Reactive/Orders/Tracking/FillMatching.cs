using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>
/// Determines which reported fills the transactions confirm, and which fills are still missing in one ledger. The result depends only on the set of fills.
/// </summary>
/// <remarks>
/// Fills of the same price confirm each other, earliest first. Transactions up to the time of a snapshot first confirm the snapshot's total. The rest must
/// equal the difference between the totals, so it is reduced to it: first fills without a price, then the snapshot's fill, then the earliest fills. If the
/// exchange's total is lower than the fills that it reported, the rest is increased instead: the latest transactions are missing in it.
/// </remarks>
internal sealed class FillMatching(List<FillEntry> updates, List<FillEntry> transactions, FillEntry? before, FillEntry? snapshot)
{
    private ExactSum _snapshotValue;
    private decimal _snapshotRest;

    /// <summary>Whether the rest was not the difference between the totals.</summary>
    public bool IsAdjusted { get; private set; }

    /// <summary>The price of the rest of the snapshot's total.</summary>
    public FillPrice SnapshotPrice { get; private set; }

    /// <summary>The part of the snapshot's total that is not confirmed by a transaction up to its time.</summary>
    public decimal UnconfirmedSnapshot { get; private set; }

    /// <summary>Sets <see cref="FillEntry.Left"/> of each fill to the part that is missing in the other ledger.</summary>
    public void Match(decimal reported, decimal confirmed)
    {
        foreach (var entry in updates)
            entry.Left = entry.Quantity;
        foreach (var entry in transactions)
            entry.Left = entry.Quantity;

        ConfirmSnapshots();
        ConfirmByPrice();
        UnconfirmedSnapshot = snapshot?.Left ?? 0;
        var difference = SaturatingDecimal.Add(SaturatingDecimal.Add(reported, -(before?.Open ?? 0)), -confirmed);
        IsAdjusted = Adjust(updates, Math.Max(0, difference));
        IsAdjusted |= Adjust(transactions, Math.Max(0, -difference));
        SnapshotPrice = GetSnapshotPrice();
    }

    private void ConfirmSnapshots()
    {
        var confirmed = 0m;
        var earlier = before?.Quantity ?? 0;
        foreach (var transaction in transactions)
        {
            if (before is not null && transaction.At <= before.At)
            {
                var part = Math.Min(transaction.Left, earlier);
                earlier -= part;
                transaction.Left -= part;
            }

            if (snapshot is not null && transaction.At <= snapshot.At)
            {
                var part = Math.Min(transaction.Left, snapshot.Left);
                snapshot.Left -= part;
                transaction.Left -= part;
                confirmed += part;
                _snapshotValue.SubtractProduct(transaction.Price, part);
            }
        }

        if (before is not null)
            before.Fill.Open = earlier;

        if (snapshot is null)
            return;
        _snapshotValue.AddProduct(snapshot.Price, snapshot.Quantity);
        _snapshotRest = confirmed == 0 ? 0 : snapshot.Left;
    }

    // The cost of the rest is the cost of the snapshot's total minus that of its transactions. It is not divided unless only a part of the rest remains.
    private FillPrice GetSnapshotPrice()
    {
        if (snapshot is not { Price: > 0, Left: > 0 } || _snapshotRest == 0)
            return new FillPrice(snapshot?.Price ?? 0);
        var rest = SaturatingSum.Read(_snapshotValue);
        if (decimal.Sign(rest) <= 0)
            return new FillPrice(snapshot.Price);
        return FillPrice.Create(snapshot.Left == _snapshotRest ? rest : SaturatingDecimal.Share(rest, snapshot.Left, _snapshotRest), snapshot.Left);
    }

    private void ConfirmByPrice()
    {
        var confirmed = new Dictionary<decimal, decimal>();
        foreach (var transaction in transactions)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(confirmed, transaction.Price, out _);
            sum = SaturatingDecimal.Add(sum, transaction.Left);
        }

        var claimed = new Dictionary<decimal, decimal>();
        foreach (var update in updates)
        {
            if (update == snapshot)
                continue;
            ref var sum = ref CollectionsMarshal.GetValueRefOrNullRef(confirmed, update.Price);
            if (Unsafe.IsNullRef(ref sum) || decimal.Sign(sum) == 0)
                continue;
            var part = Math.Min(sum, update.Left);
            sum -= part;
            update.Left -= part;
            ref var taken = ref CollectionsMarshal.GetValueRefOrAddDefault(claimed, update.Price, out _);
            taken = SaturatingDecimal.Add(taken, part);
        }

        foreach (var transaction in transactions)
        {
            ref var taken = ref CollectionsMarshal.GetValueRefOrNullRef(claimed, transaction.Price);
            if (Unsafe.IsNullRef(ref taken))
                continue;
            var part = Math.Min(taken, transaction.Left);
            taken -= part;
            transaction.Left -= part;
        }
    }

    private bool Adjust(List<FillEntry> entries, decimal rest)
    {
        var left = default(SaturatingSum);
        foreach (var entry in entries)
            left.Add(entry.Left);
        var excess = SaturatingDecimal.Add(left.Value, -rest);
        if (excess == 0)
            return false;
        if (excess < 0)
        {
            Reopen(entries, -excess);
            return true;
        }

        CutWhere(entries, ref excess, static (entry, _) => decimal.Sign(entry.Price) == 0);
        CutWhere(entries, ref excess, static (entry, snapshot) => entry == snapshot);
        CutWhere(entries, ref excess, static (_, _) => true);
        return true;
    }

    private static void Reopen(List<FillEntry> entries, decimal quantity)
    {
        for (var i = entries.Count - 1; i >= 0 && quantity > 0; i--)
        {
            var part = Math.Min(quantity, entries[i].Quantity - entries[i].Left);
            quantity -= part;
            entries[i].Left += part;
        }
    }

    private void CutWhere(List<FillEntry> entries, ref decimal excess, Func<FillEntry, FillEntry?, bool> isChosen)
    {
        foreach (var entry in entries)
        {
            if (excess == 0)
                return;
            if (!isChosen(entry, snapshot))
                continue;
            var part = Math.Min(excess, entry.Left);
            excess -= part;
            entry.Left -= part;
        }
    }
}
