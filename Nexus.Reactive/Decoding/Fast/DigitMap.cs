using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>
/// The characters of a text as digits, with a bit for each character that can be part of a number, computed 64 characters at a time. A few bit
/// operations then find the end of a number, so the position of the next number is known early.
/// </summary>
/// <remarks>
/// The two reads without bounds checks stay inside the buffer. The digits are whole blocks of <see cref="BlockLength"/>, with one block after the text, and
/// each block has eight bytes of bits. After a position that <see cref="IsInside"/> there are <see cref="BlockLength"/> more digits, and at least the
/// eight bytes that start with its own bit: <c>at &lt;= 64 * (blocks - 1)</c>, so <c>at / 8 &lt;= 8 * blocks - 8</c>. The digits after the text
/// are not part of a number and compare equal only to the character '0'.
/// </remarks>
internal readonly ref struct DigitMap
{
    /// <summary>The number of digits that can be read from a position that <see cref="IsInside"/>.</summary>
    public const int BlockLength = 64;

    private readonly ReadOnlySpan<byte> _digits;
    private readonly ReadOnlySpan<byte> _isNumber;

    /// <summary>Creates the map of a text in a buffer of the size that <see cref="RoomFor"/> returns.</summary>
    public DigitMap(ReadOnlySpan<byte> text, Span<byte> room)
    {
        var blocks = CountBlocks(text.Length);
        var digits = room[..(blocks * BlockLength)];
        var isNumber = MemoryMarshal.Cast<byte, ulong>(room.Slice(blocks * BlockLength, blocks * sizeof(ulong)));
        var whole = text.Length / BlockLength;
        isNumber[whole..].Clear();
        digits[(whole * BlockLength)..].Clear();
        for (var i = 0; i < whole; i++)
            isNumber[i] = Map(text.Slice(i * BlockLength, BlockLength), digits.Slice(i * BlockLength, BlockLength));

        // The remaining characters are mapped together with the end of the last full block, which is already mapped.
        var rest = text.Length % BlockLength;
        if (whole > 0 && rest > 0)
            isNumber[whole] = Map(text[^BlockLength..], digits.Slice(text.Length - BlockLength, BlockLength)) >> (BlockLength - rest);

        _digits = digits;
        _isNumber = MemoryMarshal.AsBytes(isNumber);
    }

    public static int RoomFor(int length) => CountBlocks(length) * (BlockLength + sizeof(ulong));

    public bool IsInside(int at) => at <= _digits.Length - BlockLength;

    /// <summary>
    /// Returns sixteen characters from a position, minus '0'. The position is at most <see cref="BlockLength"/> - 16 after one that <see cref="IsInside"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Digits(int at)
    {
        Debug.Assert(at >= 0 && at <= _digits.Length - Vector128<byte>.Count);
        return Vector128.LoadUnsafe(in MemoryMarshal.GetReference(_digits), (nuint)at);
    }

    /// <summary>Returns a bit for each of the first 57 characters from a position that <see cref="IsInside"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong IsNumber(int at)
    {
        Debug.Assert(at >= 0 && at / 8 <= _isNumber.Length - sizeof(ulong));
        return Unsafe.ReadUnaligned<ulong>(in Unsafe.Add(ref MemoryMarshal.GetReference(_isNumber), (nuint)(at >>> 3))) >> (at & 7);
    }

    private static int CountBlocks(int length) => (length / BlockLength) + 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Map(ReadOnlySpan<byte> text, Span<byte> digits) =>
        MapHalf(text, digits) | ((ulong)MapHalf(text[(BlockLength / 2)..], digits[(BlockLength / 2)..]) << (BlockLength / 2));

    // Maps 32 bytes. Vectors of twice that size are only slightly faster on hardware that supports them, and much slower on other hardware.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MapHalf(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        var values = Vector256.Create(text) - Vector256.Create((byte)'0');
        values.CopyTo(digits);
        return (Vector256.LessThanOrEqual(values, Vector256.Create((byte)9)) | Vector256.Equals(values, Vector256.Create(NumberScanner.Point)))
            .ExtractMostSignificantBits();
    }
}
