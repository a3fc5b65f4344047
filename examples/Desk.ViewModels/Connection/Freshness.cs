namespace Nexus.Desk.ViewModels;

/// <summary>Whether the data of a symbol may be out of date while its connection is open.</summary>
public enum Freshness
{
    /// <summary>The data is current.</summary>
    Current,

    /// <summary>The connection is silent: not even pings are answered.</summary>
    ConnectionSilent,

    /// <summary>Pings are answered, but no book or trade of the symbol has arrived for a long time.</summary>
    SymbolSilent,

    /// <summary>The stream was interrupted, and the symbol's next book has not arrived.</summary>
    BehindGap,
}
