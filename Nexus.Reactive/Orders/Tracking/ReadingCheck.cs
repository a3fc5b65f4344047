namespace Nexus.Reactive;

/// <summary>The executed quantities as stated, to find out whether they are totals or the quantities of single events.</summary>
internal struct ReadingCheck()
{
    private byte _count;
    private bool _isIncreasing = true;

    /// <summary>The greatest quantity.</summary>
    public decimal Greatest { get; private set; }

    /// <summary>Whether there are two quantities at least.</summary>
    public readonly bool IsPossible => _count == 2;

    public void Add(decimal quantity)
    {
        _isIncreasing &= quantity > Greatest;
        Greatest = Math.Max(Greatest, quantity);
        if (_count < 2)
            _count++;
    }

    /// <summary>A snapshot's total replaces what was stated.</summary>
    public void Restart() => Greatest = 0;

    /// <summary>Whether the quantities, which were added up, fit as totals only.</summary>
    public readonly bool IsCumulative(decimal whole, decimal reported, decimal confirmed) =>
        (_isIncreasing && reported > whole && Greatest <= whole) || (confirmed == whole && reported != whole && Greatest == whole);
}
