using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>
/// Finds out which reported fills the transactions confirm, and which fills one ledger still lacks. The result depends on the set of fills alone.
/// </summary>
/// <remarks>
/// Fills of one price confirm each other, the earliest first. Transactions up to a snapshot's time confirm the snapshot's total first. What is left
/// must come to the difference of the totals, so the rest is cut to it: fills without a price first, then the snapshot's, then the earliest.
/// </remarks>
internal sealed class FillMatching(List<FillEntry> updates, List<FillEntry> transactions, FillEntry? before, FillEntry? snapshot)
{
    /// <summary>Whether more was left than the difference of the totals.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The price of what is left of the snapshot's total.</summary>
    public decimal SnapshotPrice { get; private set; }

    /// <summary>The part of the snapshot's total that no transaction up to its time confirms.</summary>
    public decimal UnconfirmedSnapshot { get; private set; }

    /// <summary>Leaves in each fill's <see cref="FillEntry.Left"/> what the other ledger lacks of it.</summary>
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
        IsCut = Cut(updates, Math.Max(0, difference));
        IsCut |= Cut(transactions, Math.Max(0, -difference));
    }

    private void ConfirmSnapshots()
    {
        var (notional, confirmed) = (default(SaturatingSum), 0m);
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
                notional.AddProduct(transaction.Price, part);
            }
        }

        if (before is not null)
            before.Fill.Open = earlier;

        // The rest costs what the snapshot's total cost less what its transactions did.
        SnapshotPrice = snapshot?.Price ?? 0;
        if (snapshot is not { Price: > 0 } || confirmed == 0 || confirmed == snapshot.Quantity)
            return;
        var rest = SaturatingDecimal.Add(SaturatingDecimal.Multiply(snapshot.Price, snapshot.Quantity), -notional.Value);
        if (decimal.Sign(rest) > 0)
            SnapshotPrice = SaturatingDecimal.Divide(rest, snapshot.Quantity - confirmed);
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

    private bool Cut(List<FillEntry> entries, decimal rest)
    {
        var left = default(SaturatingSum);
        foreach (var entry in entries)
            left.Add(entry.Left);
        var excess = SaturatingDecimal.Add(left.Value, -rest);
        if (excess <= 0)
            return false;
        CutWhere(entries, ref excess, static (entry, _) => decimal.Sign(entry.Price) == 0);
        CutWhere(entries, ref excess, static (entry, snapshot) => entry == snapshot);
        CutWhere(entries, ref excess, static (_, _) => true);
        return true;
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
