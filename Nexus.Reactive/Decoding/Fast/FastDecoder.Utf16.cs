using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Nexus.Reactive;

/// <summary>Decodes UTF-16: converts it to UTF-8 in a buffer, so that there is one decoder.</summary>
internal ref partial struct FastDecoder
{
    private const int MostOnStack = 2048;
    private const int MostBytesPerCharacter = 3;

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, SymbolCache?)"/>
    [SkipLocalsInit]
    public static NexusMessage? Decode(ReadOnlySpan<char> text, SymbolCache? symbols)
    {
        if (text.Length > MostOnStack)
            return DecodeLong(text, text.Length, symbols);

        // The buffer is not filled with zeros first, which would take a part of the time of a small message.
        Span<byte> utf8 = stackalloc byte[MostOnStack];
        if (TryNarrow(text, utf8))
            return Decode(utf8[..text.Length], symbols);
        return Utf8.FromUtf16(text, utf8, out _, out var length, replaceInvalidSequences: false) switch
        {
            OperationStatus.Done => Decode(utf8[..length], symbols),
            OperationStatus.DestinationTooSmall => DecodeLong(text, text.Length * MostBytesPerCharacter, symbols),
            _ => null,
        };
    }

    // Nearly every text is ASCII. The last block overlaps the one before it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryNarrow(ReadOnlySpan<char> text, Span<byte> ascii)
    {
        var last = text.Length - Vector256<byte>.Count;
        if (!Vector256.IsHardwareAccelerated || last < 0)
            return false;
        ref var source = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref var target = ref MemoryMarshal.GetReference(ascii);
        var seen = Vector256<ushort>.Zero;
        for (var at = 0; at < last; at += Vector256<byte>.Count)
            seen |= NarrowBlock(ref source, ref target, at);
        seen |= NarrowBlock(ref source, ref target, last);
        return (seen & Vector256.Create((ushort)0xFF80)) == Vector256<ushort>.Zero;
    }

    // Returns bits that are set in any of the characters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> NarrowBlock(ref ushort source, ref byte target, int at)
    {
        var lower = Vector256.LoadUnsafe(ref source, (nuint)at);
        var upper = Vector256.LoadUnsafe(ref source, (nuint)(at + Vector256<ushort>.Count));
        Vector256.NarrowWithSaturation(lower, upper).StoreUnsafe(ref target, (nuint)at);
        return lower | upper;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NexusMessage? DecodeLong(ReadOnlySpan<char> text, int size, SymbolCache? symbols)
    {
        if (text.Length > MostCharacters)
            return null;
        var utf8 = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return Utf8.FromUtf16(text, utf8, out _, out var length, replaceInvalidSequences: false) switch
            {
                OperationStatus.Done => Decode(utf8.AsSpan(0, length), symbols),
                OperationStatus.DestinationTooSmall => DecodeLong(text, text.Length * MostBytesPerCharacter, symbols),
                _ => null,
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }
}
