using System.Buffers;
using System.Runtime.CompilerServices;
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
        return Utf8.FromUtf16(text, utf8, out _, out var length, replaceInvalidSequences: false) switch
        {
            OperationStatus.Done => Decode(utf8[..length], symbols),
            OperationStatus.DestinationTooSmall => DecodeLong(text, text.Length * MostBytesPerCharacter, symbols),
            _ => null,
        };
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
