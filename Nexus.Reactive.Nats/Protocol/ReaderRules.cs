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

        if (id.Epoch < last.Epoch || (id.Epoch == last.Epoch && Number(id) <= Number(last)))
            return ReaderVerdict.Drop;
        var isNext = id.Epoch == last.Epoch && Number(id) == Number(last) + 1;
        _last = id;
        return isNext || isGap ? ReaderVerdict.Deliver : ReaderVerdict.DeliverAfterGap;
    }

    private long Number(in EntryId id) => scope == BusScope.Public ? id.PublicNumber : id.Number;
}
