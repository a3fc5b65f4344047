namespace Nexus.Reactive;

/// <summary>A string that is not a message of the exchange, such as invalid JSON, or a message in which a field is missing or out of range.</summary>
/// <param name="Text">The whole string as received; empty if it was null.</param>
/// <param name="Reason">The fault, in one line that names the field.</param>
public sealed record MalformedMessage(string Text, string Reason) : NexusMessage
{
    internal override MessageKind Kind => MessageKind.Malformed;

    /// <summary>Returns the message in one line, independent of culture.</summary>
    public override string ToString() => $"Malformed {PrintableText.Escape(Reason, maxLength: 200)}: {PrintableText.Escape(Text)}";
}
