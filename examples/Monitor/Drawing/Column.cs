namespace Nexus.Monitoring.Drawing;

/// <summary>A column of a table.</summary>
/// <param name="Header">The header, in whole words.</param>
/// <param name="Align">Where texts are aligned; numbers are aligned at the decimal point.</param>
internal sealed record Column(string Header, Align Align = Align.Left)
{
    /// <summary>If the table is too narrow, columns with a higher number are left out first; columns with 0 stay.</summary>
    public int LeaveOut { get; init; }

    /// <summary>The decimal places that are kept if the table is too narrow; null keeps all.</summary>
    public int? FewestPlaces { get; init; }

    /// <summary>The width that texts of a later row may need, so that the columns behind it do not move.</summary>
    public int MinWidth { get; init; }
}

internal enum Align
{
    Left,
    Right,
}
