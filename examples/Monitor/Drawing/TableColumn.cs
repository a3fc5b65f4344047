using System.Globalization;

namespace Nexus.Monitoring.Drawing;

/// <summary>The texts of one column, aligned.</summary>
internal sealed class TableColumn
{
    // A number that is almost zero, where its column has too few places.
    private const string AlmostZero = "~0";

    private readonly IReadOnlyList<Cell> _cells;
    private string[] _texts = [];

    public TableColumn(Column spec, int index, IReadOnlyList<Cell> cells)
    {
        (Spec, Index, _cells) = (spec, index, cells);
        HasNumbers = cells.Any(static cell => cell.Value is not null);
        Places = cells.Select(static cell => cell.Value is { } value ? cell.Places ?? Plain.Places(value) : 0).DefaultIfEmpty().Max();
        Arrange();
    }

    public Column Spec { get; }

    public int Index { get; }

    public bool HasNumbers { get; }

    public int Places { get; private set; }

    public int Width { get; private set; }

    public bool CanShrink => Places > Spec.FewestPlaces;

    public void Shrink()
    {
        Places--;
        Arrange();
    }

    public string Text(int row) => _texts[row];

    private void Arrange()
    {
        var numbers = _cells.Select(cell => cell.Value is { } value ? Format(value, Math.Min(cell.Places ?? Places, Places)) : null).ToList();
        var whole = numbers.Select(static text => text is null ? 0 : Whole(text)).DefaultIfEmpty().Max();
        var behind = numbers.Select(static text => text is null ? 0 : text.Length - Whole(text)).DefaultIfEmpty().Max();
        var texts = _cells.Select((cell, i) => numbers[i] is { } number ? (new string(' ', whole - Whole(number)) + number).PadRight(whole + behind) : cell.Text).ToList();
        Width = Math.Max(Math.Max(Spec.Header.Length, Spec.MinWidth), texts.Select(static text => text.Length).DefaultIfEmpty().Max());
        _texts = [.. texts.Select(text => HasNumbers || Spec.Align == Align.Right ? text.PadLeft(Width) : text.PadRight(Width))];
    }

    private static string Format(decimal value, int places)
    {
        var text = value.ToString("F" + places.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return value != 0 && decimal.Parse(text, CultureInfo.InvariantCulture) == 0 ? AlmostZero : text;
    }

    private static int Whole(string text) => text.IndexOf('.') is var point && point < 0 ? text.Length : point;
}
