using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Nexus.Reactive;

/// <summary>Recognizes symbols of capital letters and digits with a few vector operations.</summary>
internal static class SymbolMatcher
{
    /// <summary>Returns whether the first characters are a symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(Vector128<byte> characters, int length)
    {
        var capital = Vector128.LessThan(characters - Vector128.Create((byte)'A'), Vector128.Create((byte)26));
        var digit = Vector128.LessThan(characters - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
        var joint = Vector128.Equals(characters, Vector128.Create((byte)'_'));
        var end = 1u << length;
        var joints = joint.ExtractMostSignificantBits() & (end - 1);
        var others = ~(capital | digit | joint).ExtractMostSignificantBits() & (end - 1);

        // Two underscores, neither first nor last nor adjacent.
        var faults = others | (joints & 1) | (joints & (end >> 1)) | (joints & (joints >> 1));
        return length <= Vector128<byte>.Count && faults == 0 && BitOperations.PopCount(joints) == 2;
    }

    /// <summary>Converts a text to a symbol, from the cache if possible.</summary>
    public static bool TryGet(ReadOnlySpan<byte> text, bool isUsual, SymbolCache? symbols, out Symbol symbol)
    {
        if (symbols is not null)
            return symbols.TryGet(text, out symbol);
        if (!isUsual)
            return Symbol.TryParse(Encoding.UTF8.GetString(text), out symbol);
        symbol = Symbol.FromWellFormed(Encoding.ASCII.GetString(text));
        return true;
    }
}
