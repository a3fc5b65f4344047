namespace Nexus.Reactive.Nats;

/// <summary>The result of checking an entry.</summary>
internal enum ReaderVerdict
{
    /// <summary>The entry was delivered before, or comes from a gateway that was replaced.</summary>
    Drop,

    /// <summary>The entry is the expected next entry.</summary>
    Deliver,

    /// <summary>Entries before this one are missing, so a gap precedes it.</summary>
    DeliverAfterGap,
}

/// <summary>Proves from the entries' numbers that no entry is missing, regardless of the server's behavior.</summary>
/// <param name="scope">The scope, which determines which of the two numbers is checked.</param>
internal sealed class ReaderRules(BusScope scope)
{
    private EntryId? _last;

    // The number up to which entries of the epoch were delivered, if it is greater than the last entry's.
    private long _deliveredTo;

    /// <summary>The last entry that was delivered, or the entry after which the reader starts.</summary>
    public EntryId? Last => _last;

    /// <summary>Starts after an entry that was processed earlier.</summary>
    public void StartAfter(in EntryId id) => _last = id;

    public ReaderVerdict Accept(in EntryId id, bool isGap)
    {
        if (_last is not { } last)
        {
            _last = id;
            return ReaderVerdict.Deliver;
        }

        var delivered = id.Epoch == last.Epoch ? Math.Max(Number(last), _deliveredTo) : 0;
        if (id.Epoch < last.Epoch)
            return ReaderVerdict.Drop;
        if (Number(id) <= delivered)
        {
            if (!isGap || id.Session <= last.Session)
                return ReaderVerdict.Drop;

            // The log lost entries that this reader received before the writer knew that they were stored. The writer sends them again after this gap, so
            // each has a number that is greater by 1.
            _deliveredTo = delivered + 1;
            _last = id;
            return ReaderVerdict.Deliver;
        }

        var isNext = id.Epoch == last.Epoch && Number(id) == delivered + 1;
        _last = id;
        _deliveredTo = 0;
        return isNext || isGap ? ReaderVerdict.Deliver : ReaderVerdict.DeliverAfterGap;
    }

    private long Number(in EntryId id) => scope == BusScope.Public ? id.PublicNumber : id.Number;
}
