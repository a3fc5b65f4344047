namespace Nexus.Reactive;

/// <summary>The reason for a new value of a portfolio.</summary>
public enum PortfolioChange
{
    /// <summary>Nothing has happened yet.</summary>
    None,

    /// <summary>A fill or a fee changed a position.</summary>
    Fill,

    /// <summary>A book or a trade changed or confirmed the price of a holding.</summary>
    Mark,

    /// <summary>A gap made the price of a holding stale.</summary>
    Stale,

    /// <summary>A price for the conversion of assets changed.</summary>
    Price,

    /// <summary>Nothing changed: the value is repeated at the end of an interval.</summary>
    Sample,
}
