using Nexus.Examples;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nexus.Monitoring.Panels;

/// <summary>Colored lines that never wrap and never exceed the available space.</summary>
internal sealed class Sheet(int width, int height)
{
    private readonly Paragraph _text = new();
    private int _column;
    private int _lines;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public IRenderable Content => _text;

    /// <summary>Appends as much of a text as fits before a column, by default the end of the line.</summary>
    public Sheet Put(string text, Style? style = null, int? before = null)
    {
        var room = _lines < Height ? Math.Min(before ?? Width, Width) - _column : 0;
        if (room <= 0)
            return this;
        text = PrintableText.OneLine(text);
        var fitting = text.Length <= room ? text : text[..room];
        _text.Append(fitting, style ?? Style.Plain);
        _column += fitting.Length;
        return this;
    }

    /// <summary>Right-aligns a text, if it and a space fit on the line.</summary>
    public Sheet PutRight(string text, Style? style = null) =>
        Width - _column > text.Length ? Put(text.PadLeft(Width - _column), style) : this;

    public void EndLine()
    {
        if (++_lines < Height)
            _text.Append("\n");
        _column = 0;
    }
}
