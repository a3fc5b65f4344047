namespace Nexus.Reactive;

/// <summary>A string that is not a message of the exchange: broken JSON, a missing field, a value that can't be.</summary>
/// <param name="Text">The whole string as it came; empty when there was none.</param>
/// <param name="Reason">What is wrong with it, in one line that names the field.</param>
public sealed record MalformedMessage(string Text, string Reason) : NexusMessage
{
    internal override MessageKind Kind => MessageKind.Malformed;
}
