namespace Nexus.Reactive;

/// <summary>Which times were not seen: from each gap to the next message of its symbol, or to the next of any where it concerns all.</summary>
internal sealed class Holes
{
    private readonly Hole _ofAll = new();
    private readonly BySymbol<Hole> _ofSymbols = new();

    private bool _any;

    /// <summary>Whether one has not ended yet.</summary>
    public bool AnyOpen { get; private set; }

    public void Begin(Symbol? symbol, long now)
    {
        var hole = symbol is { } one ? _ofSymbols[one] : _ofAll;
        hole.IsOpen = true;
        hole.LastTick = now;
        _any = AnyOpen = true;
    }

    /// <summary>A message was seen; a PING says that all symbols' connections are there.</summary>
    public void End(NexusMessage message, long now)
    {
        _ofAll.EndBefore(now);
        AnyOpen = false;
        foreach (var (symbol, hole) in _ofSymbols.InOrder)
        {
            if (message is Ping || (message as IHasSymbol)?.Symbol == symbol)
                hole.EndBefore(now);
            AnyOpen |= hole.IsOpen;
        }
    }

    /// <summary>Time starts anew: what is still open goes on, what lay in the time before is over.</summary>
    public void Restart(long now)
    {
        _ofAll.Restart(now);
        foreach (var (_, hole) in _ofSymbols.InOrder)
            hole.Restart(now);
    }

    /// <summary>Whether a hole reaches into a symbol's window that starts then and has not been passed yet.</summary>
    public bool Reach(Symbol symbol, long start) => _any && (_ofAll.Reaches(start) || (_ofSymbols.InOrder.Length > 0 && _ofSymbols[symbol].Reaches(start)));

    private sealed class Hole
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

        public bool Reaches(long start) => IsOpen || LastTick >= start;
    }
}
