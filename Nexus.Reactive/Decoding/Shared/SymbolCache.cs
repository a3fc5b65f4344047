using System.Text;

namespace Nexus.Reactive;

/// <summary>Caches the most recent symbols, because a stream contains few different symbols.</summary>
internal sealed class SymbolCache
{
    private const int Size = 64;
    private const int ShortestBase = 8;
    private readonly Symbol[] _symbols = new Symbol[Size];

    public bool TryGet(ReadOnlySpan<byte> utf8, out Symbol symbol)
    {
        if (utf8.Length < ShortestBase)
            return Symbol.TryParse(Encoding.UTF8.GetString(utf8), out symbol);

        ref var slot = ref GetSlot(utf8[5], utf8[6], utf8[7], utf8.Length);
        symbol = slot;
        return Ascii.Equals(utf8, symbol.ToString()) || TryAdd(Encoding.UTF8.GetString(utf8), ref slot, out symbol);
    }

    public bool TryGet(ReadOnlySpan<char> text, out Symbol symbol)
    {
        if (text.Length < ShortestBase)
            return Symbol.TryParse(text.ToString(), out symbol);

        ref var slot = ref GetSlot(text[5], text[6], text[7], text.Length);
        symbol = slot;
        return text.SequenceEqual(symbol.ToString()) || TryAdd(text.ToString(), ref slot, out symbol);
    }

    // Symbols usually differ in the base asset, which is located here.
    private ref Symbol GetSlot(int a, int b, int c, int length) => ref _symbols[((a * 5) + (b * 3) + c + length) % Size];

    private static bool TryAdd(string text, ref Symbol slot, out Symbol symbol)
    {
        if (!Symbol.TryParse(text, out symbol))
            return false;
        slot = symbol;
        return true;
    }
}
