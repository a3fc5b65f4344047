using System.Globalization;
using System.Text;

namespace Nexus.Desk.Components;

/// <summary>The text of an SVG path.</summary>
internal sealed class SvgPath
{
    private readonly StringBuilder _text = new();

    public SvgPath MoveTo(double x, double y) => Add('M', x, y);

    public SvgPath LineTo(double x, double y) => Add('L', x, y);

    /// <summary>Starts or continues a line.</summary>
    public SvgPath Through(double x, double y) => Add(_text.Length == 0 ? 'M' : 'L', x, y);

    public SvgPath Box(double left, double top, double width, double height)
    {
        MoveTo(left, top);
        _text.Append(CultureInfo.InvariantCulture, $"h{width:0.##}v{height:0.##}h{-width:0.##}z");
        return this;
    }

    public SvgPath Close()
    {
        _text.Append('z');
        return this;
    }

    public override string ToString() => _text.ToString();

    private SvgPath Add(char command, double x, double y)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{command}{x:0.##} {y:0.##}");
        return this;
    }
}
