using System.Text;

namespace Nexus.Reactive;

/// <summary>The text of a recording's current entry, in a buffer that is used again for the next one.</summary>
internal sealed class RecordedText
{
    private const int MaxKept = 1024 * 1024;

    private char[] _characters = [];
    private int _length;

    public ReadOnlySpan<char> Span => _characters.AsSpan(0, _length);

    /// <summary>What the line says in addition to the text.</summary>
    public TypedDetails Details { get; private set; }

    /// <summary>Decodes the message of a line.</summary>
    /// <returns>The kind of the entry. A mark with an escape is part of a received message.</returns>
    public RecordedKind Decode(ReadOnlySpan<byte> message)
    {
        Set(message);
        if (ErrorText.TryReveal(Span) is { } error)
        {
            Set(error);
            return RecordedKind.Error;
        }

        var isHidden = TypedText.TryReveal(_characters, ref _length);
        Details = TypedText.Restore(_characters, ref _length);
        return isHidden ? RecordedKind.Hidden : RecordedKind.Message;
    }

    /// <summary>Sets the text of a damaged line, whose marks and escapes have no meaning.</summary>
    public void Set(ReadOnlySpan<byte> line)
    {
        // A text never has more characters than bytes.
        if (_characters.Length < line.Length)
            _characters = new char[Math.Max(line.Length, 2 * _characters.Length)];
        (_length, Details) = (Encoding.UTF8.GetChars(line, _characters), default);
    }

    public void Set(string text)
    {
        if (_characters.Length < text.Length)
            _characters = new char[text.Length];
        text.CopyTo(_characters);
        (_length, Details) = (text.Length, default);
    }

    /// <summary>Releases the buffer of a huge text.</summary>
    public void Shrink()
    {
        if (_characters.Length > MaxKept)
            _characters = [];
    }
}
