namespace Nexus.Reactive;

/// <summary>Determines whether the reported executed quantities are totals or the quantities of single events.</summary>
internal struct ReadingCheck()
{
    private byte _count;
    private bool _isIncreasing = true;

    /// <summary>The greatest quantity.</summary>
    public decimal Greatest { get; private set; }

    /// <summary>Whether there are at least two quantities.</summary>
    public readonly bool IsPossible => _count == 2;

    public void Add(decimal quantity)
    {
        if (quantity > Greatest)
            Greatest = quantity;
        else
            _isIncreasing = false;
        if (_count < 2)
            _count++;
    }

    /// <summary>Returns whether the quantities, which were added up, fit only as totals.</summary>
    public readonly bool IsCumulative(decimal whole, decimal reported, decimal confirmed) =>
        (_isIncreasing && reported > whole && Greatest <= whole) || (confirmed == whole && reported != whole && Greatest == whole);

    public ReadingCheck Transfer(StateArchive archive) => archive.Object("check", this, check =>
    {
        var (count, greatest) = ((int)check._count, check.Greatest);
        archive.Value("count", ref count);
        archive.Value("isIncreasing", ref check._isIncreasing);
        archive.Value("greatest", ref greatest);
        return check with { _count = (byte)count, Greatest = greatest };
    });
}
