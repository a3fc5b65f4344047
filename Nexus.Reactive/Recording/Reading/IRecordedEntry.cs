namespace Nexus.Reactive;

/// <summary>An entry of a recording: a message, a damaged line, a gap or the source's error, with its arrival time. The text is the
/// message, the damaged line, the reason of the gap, or the error. Valid until the next read.</summary>
internal interface IRecordedEntry : ITextSource
{
    RecordedKind Kind { get; }

    /// <summary>What the line of a typed message says in addition to its text.</summary>
    TypedDetails Details { get; }

    /// <summary>A description of a damaged line, with the file and the line number.</summary>
    string Fault { get; }

    /// <summary>Whether the recording has an arrival time at or near this position.</summary>
    bool HasTime { get; }

    /// <summary>The arrival time in nanoseconds since the Unix epoch.</summary>
    Int128 Nanoseconds { get; }

    /// <summary>The arrival time in ticks of 100 ns; the Unix epoch if there is none.</summary>
    DateTimeOffset Time { get; }

    /// <summary>Decodes the message.</summary>
    NexusMessage Decode(MessageDecoder decoder) => TypedText.Decode(decoder, Text, Details);

    /// <summary>Returns the entry as text: the unchanged message, or, for a damaged line, a text that decodes to a malformed message.</summary>
    string ToText();

    /// <summary>Returns the entry as a line of a recording.</summary>
    string ToLine() => Kind == RecordedKind.Error ? ToText() : TypedText.ToLine(ToText(), Details, isHidden: Kind == RecordedKind.Hidden);
}

/// <summary>A message that is inserted where several recordings are merged, at the time of another entry.</summary>
internal sealed class InsertedEntry(NexusMessage? message, string text, IRecordedEntry position) : IRecordedEntry
{
    /// <summary>The message; null for the error of a source.</summary>
    public NexusMessage? Message => message;

    public RecordedKind Kind => message is null ? RecordedKind.Error : RecordedKind.Message;

    public ReadOnlySpan<char> Text => text;

    public TypedDetails Details { get; } = TypedText.ReadProperties(text);

    public string Fault => string.Empty;

    public bool HasTime { get; } = position.HasTime;

    public Int128 Nanoseconds { get; } = position.Nanoseconds;

    public DateTimeOffset Time { get; } = position.Time;

    public string ToText() => message is null ? ErrorText.ToLine(text) : text;
}
