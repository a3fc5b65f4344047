namespace Nexus.Reactive;

/// <summary>Makes one <see cref="NexusMessage"/> of each raw string.</summary>
public static class NexusDecoder
{
    /// <summary>The message that a raw string is.</summary>
    /// <param name="text">The raw string.</param>
    public static NexusMessage Decode(string text) => new MalformedMessage(text ?? string.Empty, "not JSON");
}
