namespace Nexus.Reactive;

/// <summary>A decoder that remembers the symbols it has met, so that the messages of a stream share them. For one thread at a time.</summary>
internal sealed class MessageDecoder
{
    private readonly SymbolCache _symbols = new();

    public NexusMessage Decode(string? text) => ReferenceDecoder.Decode(text, _symbols);
}
