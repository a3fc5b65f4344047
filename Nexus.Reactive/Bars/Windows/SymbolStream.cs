namespace Nexus.Reactive;

/// <summary>What one subscription knows about the stream of one symbol. Engines derive from it, so that a message costs one lookup.</summary>
internal class SymbolStream
{
    public Symbol Symbol { get; set; }

    /// <summary>True from the first message of the symbol on.</summary>
    public bool HasBegun { get; set; }

    /// <summary>When the stream began, in UTC ticks.</summary>
    public long BeganAt { get; set; } = long.MaxValue;

    /// <summary>True from a gap of this symbol to its end.</summary>
    public bool IsCut { get; set; }

    /// <summary>The number of gaps of this symbol.</summary>
    public int Cuts { get; set; }

    /// <summary>The number of gaps of all symbols that are over for this symbol.</summary>
    public int CutsOfAllOver { get; set; }

    /// <summary>The last tick that was not seen, among the gaps that are over.</summary>
    public long LastUnseen { get; set; } = long.MinValue;
}
