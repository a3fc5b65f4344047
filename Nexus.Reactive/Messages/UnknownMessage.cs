namespace Nexus.Reactive;

/// <summary>A well-formed message whose event this version does not support.</summary>
/// <param name="Event">The event's name as sent by the exchange.</param>
/// <param name="Text">The whole message.</param>
public sealed record UnknownMessage(string Event, string Text) : NexusMessage
{
    internal override MessageKind Kind => MessageKind.Unknown;

    /// <summary>Returns the message in one line, independent of culture.</summary>
    public override string ToString() => $"Unknown {PrintableText.Escape(Event)}: {PrintableText.Escape(Text)}";
}
