namespace Nexus.Reactive;

/// <summary>The last symbols met, a few of them: a stream names the same ones over and over.</summary>
internal sealed class SymbolCache
{
    private const int Size = 64;
    private readonly Symbol[] _symbols = new Symbol[Size];

    public bool TryGet(ReadOnlySpan<char> text, out Symbol symbol)
    {
        if (text.Length < 5)
        {
            symbol = default;
            return false;
        }

        // The base asset is what differs between symbols, and it stands in the middle.
        ref var slot = ref _symbols[((31 * text[text.Length / 2]) + (7 * text[0]) + text.Length + text[^1]) % Size];
        if (text.SequenceEqual(slot.ToString()))
        {
            symbol = slot;
            return true;
        }

        if (!Symbol.TryParse(text.ToString(), out symbol))
            return false;
        slot = symbol;
        return true;
    }
}
