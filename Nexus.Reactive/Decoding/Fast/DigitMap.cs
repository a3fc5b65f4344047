using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>
/// A text's characters as digits, and a bit for each that may be in a number, found out 64 at a time. Where a number ends is then known
/// from a few bits, so that the place of the next one does not wait for anything slow.
/// </summary>
/// <remarks>
/// The two looks without bounds checks stay inside. The digits are whole blocks of <see cref="Look"/>, the last of them behind the text, and
/// there are eight bytes of bits to a block. From a place that <see cref="IsInside"/> there are <see cref="Look"/> digits more, and at least the
/// eight bytes that start with its own bit's: <c>at &lt;= 64 * (blocks - 1)</c>, so <c>at / 8 &lt;= 8 * blocks - 8</c>. What stands behind the text
/// is no number and equals no character but '0'.
/// </remarks>
internal readonly ref struct DigitMap
{
    /// <summary>How many digits may be looked at from a place that <see cref="IsInside"/>.</summary>
    public const int Look = 64;

    private readonly ReadOnlySpan<byte> _digits;
    private readonly ReadOnlySpan<byte> _isNumber;

    /// <summary>Of a text, in room of the size that <see cref="RoomFor"/> says.</summary>
    public DigitMap(ReadOnlySpan<char> text, Span<byte> room)
    {
        var blocks = CountBlocks(text.Length);
        var digits = room[..(blocks * Look)];
        var isNumber = MemoryMarshal.Cast<byte, ulong>(room.Slice(blocks * Look, blocks * sizeof(ulong)));
        var characters = MemoryMarshal.Cast<char, ushort>(text);
        var whole = characters.Length / Look;
        isNumber[whole..].Clear();
        digits[(whole * Look)..].Clear();
        for (var i = 0; i < whole; i++)
            isNumber[i] = Map(characters.Slice(i * Look, Look), digits.Slice(i * Look, Look));

        // The rest: by a last look, most of which was seen before.
        var rest = characters.Length % Look;
        if (whole > 0 && rest > 0)
            isNumber[whole] = Map(characters[^Look..], digits.Slice(characters.Length - Look, Look)) >> (Look - rest);

        _digits = digits;
        _isNumber = MemoryMarshal.AsBytes(isNumber);
    }

    public static int RoomFor(int length) => CountBlocks(length) * (Look + sizeof(ulong));

    public bool IsInside(int at) => at <= _digits.Length - Look;

    /// <summary>Sixteen characters from a place on, less '0'. The place is at most <see cref="Look"/> - 16 behind one that <see cref="IsInside"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Digits(int at)
    {
        Debug.Assert(at >= 0 && at <= _digits.Length - Vector128<byte>.Count);
        return Vector128.LoadUnsafe(in MemoryMarshal.GetReference(_digits), (nuint)at);
    }

    /// <summary>A bit for each of the first 57 characters from a place on that <see cref="IsInside"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong IsNumber(int at)
    {
        Debug.Assert(at >= 0 && at / 8 <= _isNumber.Length - sizeof(ulong));
        return Unsafe.ReadUnaligned<ulong>(in Unsafe.Add(ref MemoryMarshal.GetReference(_isNumber), (nuint)(at >>> 3))) >> (at & 7);
    }

    private static int CountBlocks(int length) => (length / Look) + 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Map(ReadOnlySpan<ushort> characters, Span<byte> digits) =>
        MapHalf(characters, digits) | ((ulong)MapHalf(characters[(Look / 2)..], digits[(Look / 2)..]) << (Look / 2));

    // Of 32 characters: twice as many at once are hardly faster where there are such vectors, and far slower where there are none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MapHalf(ReadOnlySpan<ushort> characters, Span<byte> digits)
    {
        var values = Vector256.NarrowWithSaturation(Vector256.Create(characters), Vector256.Create(characters[16..])) - Vector256.Create((byte)'0');
        values.CopyTo(digits);
        return (Vector256.LessThanOrEqual(values, Vector256.Create((byte)9)) | Vector256.Equals(values, Vector256.Create(NumberScanner.Point)))
            .ExtractMostSignificantBits();
    }
}
