using Spectre.Console;

namespace Nexus.Monitoring.Drawing;

/// <summary>A cell of a table: a text, or a number.</summary>
internal readonly record struct Cell(string Text, Style? Style = null)
{
    public decimal? Value { get; private init; }

    /// <summary>The decimal places of a number, including zeros; null for as many as its column needs.</summary>
    public int? Places { get; private init; }

    /// <param name="value">The number; a dash stands for null.</param>
    /// <param name="style">The style.</param>
    /// <param name="places">The decimal places, if the number has not more.</param>
    public static Cell Number(decimal? value, Style? style = null, int? places = null) =>
        new(Plain.None, style) { Value = value, Places = places is { } fewest && value is { } number ? Math.Max(fewest, Plain.Places(number)) : places };
}
