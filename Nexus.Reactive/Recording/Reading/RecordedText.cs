using System.Text;

namespace Nexus.Reactive;

/// <summary>
/// The text of a recording's current entry. A message stays in the reader's buffer, where it is decoded, and is converted to characters only if they are read.
/// </summary>
internal sealed class RecordedText
{
    private const int MaxKept = 1024 * 1024;

    private char[] _characters = [];
    private int _length;
    private ReadOnlyMemory<byte> _unread;
    private bool _isUnread;

    public ReadOnlySpan<char> Span
    {
        get
        {
            LeaveBuffer();
            return _characters.AsSpan(0, _length);
        }
    }

    /// <summary>What the line says in addition to the text.</summary>
    public TypedDetails Details { get; private set; }

    /// <summary>Sets the message of a line.</summary>
    /// <param name="message">The message in the reader's buffer, which does not change before the next entry or <see cref="LeaveBuffer"/>.</param>
    /// <returns>The kind of the entry. A mark with an escape is part of a received message.</returns>
    public RecordedKind Set(ReadOnlyMemory<byte> message)
    {
        if (!message.Span.StartsWith(RecordingText.ReservedUtf8))
        {
            (_unread, _isUnread, Details) = (message, true, default);
            return RecordedKind.Message;
        }

        Set(message.Span);
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
        (_length, Details, _isUnread) = (Encoding.UTF8.GetChars(line, _characters), default, false);
    }

    public void Set(string text)
    {
        if (_characters.Length < text.Length)
            _characters = new char[text.Length];
        text.CopyTo(_characters);
        (_length, Details, _isUnread) = (text.Length, default, false);
    }

    /// <summary>Decodes the message. The fast decoder rejects escapes, which are control characters.</summary>
    public NexusMessage Decode(MessageDecoder decoder) =>
        (_isUnread ? decoder.DecodeFast(_unread.Span) : null) ?? TypedText.Decode(decoder, Span, Details);

    /// <summary>Copies the text, so that the reader's buffer can change.</summary>
    public void LeaveBuffer()
    {
        if (!_isUnread)
            return;
        Set(_unread.Span);
        _length = RecordingText.Unescape(_characters.AsSpan(0, _length));
    }

    /// <summary>Releases the buffer of a huge text.</summary>
    public void Shrink()
    {
        if (_characters.Length > MaxKept)
            _characters = [];
    }
}
