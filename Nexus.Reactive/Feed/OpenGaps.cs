namespace Nexus.Reactive;

/// <summary>The gaps that are open, for subscriptions that begin inside one. It is used in the feed's turns only. A message costs O(1), amortized.</summary>
/// <remarks>
/// A gap ends after the delivery of the message that ends it, so that a subscription whose first message it is still learns of the gap. Memory: the
/// symbols of the open gaps and, while a gap of all symbols is open, those received since.
/// </remarks>
internal sealed class OpenGaps
{
    private readonly HashSet<Symbol> _open = [];
    private readonly HashSet<Symbol> _resuming = [];
    private readonly HashSet<Symbol> _received = [];

    /// <summary>Whether any gap is open.</summary>
    public bool Any => IsOfAll || _open.Count > 0;

    /// <summary>Whether a gap of all symbols is open, except for those <see cref="Received"/> since.</summary>
    public bool IsOfAll { get; private set; }

    /// <summary>Whether the end of the gap of all symbols is <see cref="End"/>.</summary>
    public bool IsAllResuming { get; private set; }

    /// <summary>The symbols received since the gap of all.</summary>
    public IReadOnlyCollection<Symbol> Received => _received;

    /// <summary>The symbols that have a gap of their own.</summary>
    public IReadOnlyCollection<Symbol> Symbols => _open;

    /// <summary>Those of <see cref="Symbols"/> whose gaps end at <see cref="End"/>.</summary>
    public IReadOnlyCollection<Symbol> Resuming => _resuming;

    /// <summary>When the gaps end that are resuming; null if none is.</summary>
    public GapEnd? End { get; private set; }

    public void OnGap(FeedGap gap)
    {
        if (gap.Symbol is { } symbol)
        {
            _open.Add(symbol);
            _resuming.Remove(symbol);
            return;
        }

        // The end of this gap does not end the gaps of single symbols, so they stay open.
        (IsOfAll, IsAllResuming) = (true, false);
        _resuming.Clear();
        _received.Clear();
    }

    public void OnResumed(FeedResumed resumed, GapEnd end)
    {
        End = end;
        if (resumed.Symbol is not { } symbol)
            IsAllResuming = IsOfAll;
        else if (_open.Contains(symbol) || (IsOfAll && !_received.Contains(symbol)))
        {
            _open.Add(symbol);
            _resuming.Add(symbol);
        }
    }

    /// <summary>Ends what a message ended; called after its delivery.</summary>
    public void OnDelivered(NexusMessage message)
    {
        if (message is Book or Trade)
            Close(((IHasSymbol)message).Symbol);
        if (End?.Time is null)
            return;
        End = null;
        foreach (var symbol in _resuming)
            Close(symbol);
        _resuming.Clear();
        if (!IsAllResuming)
            return;
        (IsOfAll, IsAllResuming) = (false, false);
        _received.Clear();
    }

    private void Close(Symbol symbol)
    {
        _open.Remove(symbol);
        if (IsOfAll)
            _received.Add(symbol);
    }
}
