namespace Nexus.Reactive;

/// <summary>The state of one symbol's stream in one subscription. Engines derive from this class, so that each message needs only one lookup.</summary>
internal class SymbolStream
{
    public Symbol Symbol { get; set; }

    /// <summary>True once market data of the symbol, or its <see cref="FeedResumed"/>, has arrived.</summary>
    public bool HasBegun { get; set; }

    /// <summary>The time at which the stream began, in UTC ticks.</summary>
    public long BeganAt { get; set; } = long.MaxValue;

    /// <summary>True from the start of a gap of this symbol to its end.</summary>
    public bool IsCut { get; set; }

    /// <summary>The number of gaps of this symbol.</summary>
    public int Cuts { get; set; }

    /// <summary>The number of gaps of all symbols that have ended for this symbol.</summary>
    public int CutsOfAllOver { get; set; }

    /// <summary>The last tick of the gaps that have ended.</summary>
    public long LastUnseen { get; set; } = long.MinValue;
}
