using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>Levels letter for letter as programs print them, one after the other.</summary>
internal static class LevelScanner
{
    /// <summary>How many words of 64 bits a level has in memory: a price and a quantity, each a scale's word and a mantissa.</summary>
    public const int Words = 4;

    private const int Window = NumberScanner.Window;
    private const ulong FifteenDigits = 1_000_000_000_000_000;

    private static readonly double[] Units = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16, 1e-17, 1e-18];

    /// <summary>Writes levels while they are of this shape and there is room.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the first number starts; then, where the first number starts that was not read.</param>
    /// <param name="levels">Where they go, as they are in memory.</param>
    /// <param name="end">Behind the last level, when no other is joined to it in this way; else <see cref="NumberScanner.None"/>.</param>
    /// <returns>How many words were written.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Scan<TShape>(DigitMap text, ref int at, Span<ulong> levels, out int end)
        where TShape : struct, ILevelLayout
    {
        // How far it looks from a place: two numbers shorter than a window, what stands between them, and a window more.
        Debug.Assert(Window - 1 + TShape.MiddleLength + (Window - 1) + Window <= DigitMap.Look);
        end = NumberScanner.None;
        var place = at;
        var count = 0;
        while (text.IsInside(place) && levels.Length - count >= Words)
        {
            var isNumber = text.IsNumber(place);
            var length = BitOperations.TrailingZeroCount(~isNumber);
            if (length >= Window || !Is(text.Digits(place + length), TShape.Middle, TShape.MiddleLength))
                break;
            var middle = length + TShape.MiddleLength;
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
            var (one, other) = TShape.IsQuantityFirst ? (2, 0) : (0, 2);
            Vector256.Shuffle(mantissas, TShape.IsQuantityFirst ? Vector256.Create(2ul, 2, 0, 0) : Vector256.Create(0ul, 0, 2, 2)).CopyTo(level);
            level[one] = (ulong)(uint)(last - point) << 16;
            level[other] = (ulong)(uint)(otherLast - otherPoint) << 16;

            var behind = middle + otherLength;
            if (!Is(text.Digits(place + behind), TShape.Joint, TShape.JointLength))
            {
                if (text.Digits(place + behind)[0] == unchecked((byte)('}' - '0')))
                {
                    count += Words;
                    end = place + behind + 1;
                }

                break;
            }

            count += Words;
            place += behind + TShape.JointLength;
        }

        at = place;
        return count;
    }

    /// <summary>Above 0 when the prices rise, below when they fall; 0 when they do neither, or that is not seen at once, or a number is 0.</summary>
    public static int Direction(ReadOnlySpan<ulong> levels)
    {
        var rises = true;
        var previous = 0.0;
        for (var i = 0; i + 3 < levels.Length; i += Words)
        {
            // Prices of fifteen digits differ by more than two roundings do, so that their doubles are in their order.
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
        (~Vector128.Equals(text, expected - Vector128.Create((byte)'0')).ExtractMostSignificantBits() << (32 - length)) == 0;
}
