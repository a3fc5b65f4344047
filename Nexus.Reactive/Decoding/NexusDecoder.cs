namespace Nexus.Reactive;

/// <summary>Turns one raw string of the exchange into one message.</summary>
public static class NexusDecoder
{
    /// <summary>Decodes one raw string.</summary>
    /// <param name="text">What came over the wire, or out of a recording.</param>
    /// <returns>
    /// The typed message; <see cref="UnknownMessage"/> when the JSON is well-formed but its event is not known here;
    /// <see cref="MalformedMessage"/>, with the reason, for everything else, null included.
    /// </returns>
    /// <remarks>
    /// Total: no text makes it throw, and equal texts give equal messages. Culture plays no part. Numbers are exact decimals without
    /// trailing zeros; one that a <see cref="decimal"/> cannot hold exactly is malformed, never rounded. Comments and trailing commas pass,
    /// and of a name given twice the last counts; apart from that the text must be JSON by RFC 8259, at most 64 levels deep.
    /// </remarks>
    public static NexusMessage Decode(string text) => MessageDecoder.Decode(text, symbols: null);
}
