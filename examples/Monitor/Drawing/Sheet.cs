using Nexus.Examples;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nexus.Monitoring.Drawing;

/// <summary>Colored lines that never wrap and never exceed the available space.</summary>
internal sealed class Sheet(int width, int height)
{
    private readonly Paragraph _text = new();
    private int _column;
    private int _lines;

    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>The free columns of the current line.</summary>
    public int Room => _lines < Height ? Math.Max(0, Width - _column) : 0;

    public IRenderable Content => _text;

    /// <summary>Appends as much of a text as fits on the line.</summary>
    public Sheet Put(string text, Style? style = null)
    {
        text = PrintableText.OneLine(text);
        var fitting = text.Length <= Room ? text : text[..Room];
        if (fitting.Length == 0)
            return this;
        _text.Append(fitting, style ?? Style.Plain);
        _column += fitting.Length;
        return this;
    }

    /// <summary>Appends a text and the spaces before it, if both fit before the reserved columns at the end of the line.</summary>
    public Sheet PutWhole(string text, Style? style = null, int reserved = 0, int spaces = 2)
    {
        if (_column == 0)
            spaces = 0;
        return spaces + text.Length <= Room - reserved ? Put(new string(' ', spaces)).Put(text, style) : this;
    }

    /// <summary>Right-aligns a text, if it and a space fit on the line.</summary>
    public Sheet PutRight(string text, Style? style = null)
    {
        if (Room > text.Length)
            Put(new string(' ', Room - text.Length)).Put(text, style);
        return this;
    }

    public void EndLine()
    {
        if (++_lines < Height)
            _text.Append("\n");
        _column = 0;
    }
}
