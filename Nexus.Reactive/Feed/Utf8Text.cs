using System.Text;

namespace Nexus.Reactive;

/// <summary>A text in UTF-8 that is converted to characters only if they are read. Its buffer is used again for the next text.</summary>
internal sealed class Utf8Text : ITextSource
{
    private const int MostKept = 1024 * 1024;

    private ReadOnlyMemory<byte> _utf8;
    private char[] _characters = [];
    private int _length = -1;

    public ReadOnlySpan<byte> Utf8 => _utf8.Span;

    /// <summary>The characters. U+FFFD replaces bytes that are not valid UTF-8.</summary>
    public ReadOnlySpan<char> Text
    {
        get
        {
            if (_length < 0)
                Convert();
            return _characters.AsSpan(0, _length);
        }
    }

    /// <summary>Sets the text, whose bytes do not change before the next one is set.</summary>
    public void Set(ReadOnlyMemory<byte> utf8)
    {
        (_utf8, _length) = (utf8, -1);
        if (_characters.Length > MostKept)
            _characters = [];
    }

    public override string ToString() => Text.ToString();

    private void Convert()
    {
        // A text never has more characters than bytes.
        if (_characters.Length < _utf8.Length)
            _characters = new char[Math.Max(_utf8.Length, Math.Min(MostKept, 2 * _characters.Length))];
        _length = Encoding.UTF8.GetChars(_utf8.Span, _characters);
    }
}
