namespace Nexus.Reactive;

/// <summary>Something that came, or a gap, as it stands in a queue.</summary>
internal readonly record struct ReceivedMessage(NexusMessage Message, string Text);
