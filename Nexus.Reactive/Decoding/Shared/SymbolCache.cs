namespace Nexus.Reactive;

/// <summary>Caches the most recent symbols, because a stream contains few different symbols.</summary>
internal sealed class SymbolCache
{
    private const int Size = 64;
    private const int ShortestBase = 8;
    private readonly Symbol[] _symbols = new Symbol[Size];

    public bool TryGet(ReadOnlySpan<char> text, out Symbol symbol)
    {
        if (text.Length < ShortestBase)
            return Symbol.TryParse(text.ToString(), out symbol);

        // Symbols usually differ in the base asset, which is located here.
        ref var slot = ref _symbols[((text[5] * 5) + (text[6] * 3) + text[7] + text.Length) % Size];
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
