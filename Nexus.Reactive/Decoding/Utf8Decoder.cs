using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Nexus.Reactive;

/// <summary>Decodes UTF-8, and rejects bytes that are not valid.</summary>
internal static class Utf8Decoder
{
    public static NexusMessage Decode(ReadOnlySpan<byte> utf8) => FastDecoder.Decode(utf8, symbols: null) ?? DecodeSlow(utf8);

    private static NexusMessage DecodeSlow(ReadOnlySpan<byte> utf8)
    {
        // UTF-16 never needs more code units than UTF-8 has bytes.
        var buffer = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            var status = Utf8.ToUtf16(utf8, buffer, out var read, out var written, replaceInvalidSequences: false);
            return status == OperationStatus.Done
                ? ReferenceDecoder.Decode(new string(buffer, 0, written), symbols: null)
                : new MalformedMessage(Encoding.UTF8.GetString(utf8), FormattableString.Invariant($"not UTF-8 (byte {read + 1})"));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
