namespace Nexus.Reactive;

/// <summary>Which times were not seen: from each gap to the next message of its symbol, or to the next of any where it concerns all.</summary>
internal sealed class GapTracker
{
    private readonly GapInterval _allSymbols = new();
    private readonly PerSymbol<GapInterval> _bySymbol = new();

    private bool _any;

    /// <summary>Whether one has not ended yet.</summary>
    public bool AnyOpen { get; private set; }

    public void Begin(Symbol? symbol, long now)
    {
        var hole = symbol is { } one ? _bySymbol[one] : _allSymbols;
        hole.IsOpen = true;
        hole.LastTick = now;
        _any = AnyOpen = true;
    }

    /// <summary>A message was seen; a PING says that all symbols' connections are there.</summary>
    public void End(NexusMessage message, long now)
    {
        _allSymbols.EndBefore(now);
        AnyOpen = false;
        foreach (var (symbol, hole) in _bySymbol.InOrder)
        {
            if (message is Ping || (message as IHasSymbol)?.Symbol == symbol)
                hole.EndBefore(now);
            AnyOpen |= hole.IsOpen;
        }
    }

    /// <summary>Time starts anew: what is still open goes on, what lay in the time before is over.</summary>
    public void Restart(long now)
    {
        _allSymbols.Restart(now);
        foreach (var (_, hole) in _bySymbol.InOrder)
            hole.Restart(now);
    }

    /// <summary>Whether a hole reaches into a symbol's window that starts then and has not been passed yet.</summary>
    public bool Overlaps(Symbol symbol, long start) => _any && (_allSymbols.Overlaps(start) || (_bySymbol.InOrder.Length > 0 && _bySymbol[symbol].Overlaps(start)));

    private sealed class GapInterval
    {
        public bool IsOpen { get; set; }

        public long LastTick { get; set; } = long.MinValue;

        public void EndBefore(long now)
        {
            if (IsOpen)
                LastTick = Math.Max(LastTick, now - 1);
            IsOpen = false;
        }

        public void Restart(long now) => LastTick = IsOpen ? now : long.MinValue;

        public bool Overlaps(long start) => IsOpen || LastTick >= start;
    }
}
