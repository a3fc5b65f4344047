using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>Scans consecutive levels that are printed in one layout.</summary>
internal static class LevelScanner
{
    /// <summary>The number of 64-bit words of a level in memory: for the price and the quantity, one word with the scale and one mantissa.</summary>
    public const int Words = 4;

    private const int Window = NumberScanner.Window;
    private const ulong FifteenDigits = 1_000_000_000_000_000;

    private static readonly double[] Units = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16, 1e-17, 1e-18];

    /// <summary>Writes levels until one does not have this layout or does not fit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The start of the first number; on return, the start of the first number that was not read.</param>
    /// <param name="levels">Receives the levels in their memory layout.</param>
    /// <param name="end">The end of the last level if no other follows it in this layout; otherwise <see cref="NumberScanner.None"/>.</param>
    /// <returns>The number of words written.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Scan<TLayout>(DigitMap text, ref int at, Span<ulong> levels, out int end)
        where TLayout : struct, ILevelLayout
    {
        // The number of characters that the loop reads from a position: two numbers shorter than a window, the text between them, and one more window.
        Debug.Assert(Window - 1 + TLayout.Middle.Length + (Window - 1) + Window <= DigitMap.BlockLength);
        end = NumberScanner.None;
        var middleText = ToVector(TLayout.Middle);
        var jointText = ToVector(TLayout.Joint);
        var place = at;
        var count = 0;
        while (text.IsInside(place) && levels.Length - count >= Words)
        {
            var isNumber = text.IsNumber(place);
            var length = BitOperations.TrailingZeroCount(~isNumber);
            if (length >= Window || !Is(text.Digits(place + length), middleText, TLayout.Middle.Length))
                break;
            var middle = length + TLayout.Middle.Length;
            var otherLength = BitOperations.TrailingZeroCount(~(isNumber >> middle));
            if (otherLength >= Window)
                break;

            var both = Vector256.Create(text.Digits(place), text.Digits(place + middle));
            var mask = new NumberMask(
                Vector256.Equals(both, Vector256.Create(NumberScanner.Point)).ExtractMostSignificantBits(),
                Vector256.Equals(both, Vector256<byte>.Zero).ExtractMostSignificantBits(),
                starts: 1 | (1u << Window),
                ends: (1u << length) | (1u << Window << otherLength));
            if (!mask.IsGood)
                break;
            mask.Lower(out var last, out var point);
            mask.Upper(Window, out var otherLast, out var otherPoint);
            var mantissas = NumberScanner.TwoMantissas(both, Vector256.Create(NumberMask.Lanes(last, point), NumberMask.Lanes(otherLast, otherPoint)));

            var level = levels.Slice(count, Words);
            var (one, other) = TLayout.IsQuantityFirst ? (2, 0) : (0, 2);
            Vector256.Shuffle(mantissas, TLayout.IsQuantityFirst ? Vector256.Create(2ul, 2, 0, 0) : Vector256.Create(0ul, 0, 2, 2)).CopyTo(level);
            level[one] = (ulong)(uint)(last - point) << 16;
            level[other] = (ulong)(uint)(otherLast - otherPoint) << 16;

            var behind = middle + otherLength;
            if (!Is(text.Digits(place + behind), jointText, TLayout.Joint.Length))
            {
                if (text.Digits(place + behind)[0] == unchecked((byte)('}' - '0')))
                {
                    count += Words;
                    end = place + behind + 1;
                }

                break;
            }

            count += Words;
            place += behind + TLayout.Joint.Length;
        }

        at = place;
        return count;
    }

    /// <summary>
    /// Returns a number above 0 if the prices rise and below 0 if they fall; 0 if they do neither, if this cannot be determined quickly, or if a number is 0.
    /// </summary>
    public static int Direction(ReadOnlySpan<ulong> levels)
    {
        var rises = true;
        var previous = 0.0;
        for (var i = 0; i + 3 < levels.Length; i += Words)
        {
            // Prices of up to fifteen digits differ by more than two roundings, so that their doubles have the same order.
            var mantissa = levels[i + 1];
            var price = (long)mantissa * Units[(int)(levels[i] >> 16)];
            if (i == Words)
                rises = price > previous;
            if (mantissa - 1 >= FifteenDigits - 1 || levels[i + 3] == 0 || (rises ? price <= previous : price >= previous))
                return 0;
            previous = price;
        }

        return rises ? 1 : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Is(Vector128<byte> text, Vector128<byte> expected, int length) =>
        (~Vector128.Equals(text, expected).ExtractMostSignificantBits() << (32 - length)) == 0;

    /// <summary>Returns a text of at most sixteen characters, minus '0' as in a <see cref="DigitMap"/>.</summary>
    private static Vector128<byte> ToVector(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[Vector128<byte>.Count];
        bytes.Clear();
        text.CopyTo(bytes);
        return Vector128.Create<byte>(bytes) - Vector128.Create((byte)'0');
    }
}
