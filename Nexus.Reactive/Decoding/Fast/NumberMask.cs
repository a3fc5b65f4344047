using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>
/// The parts of plain numbers, one bit per character: of one number, or of two numbers with the second in the upper sixteen bits.
/// A plain number has digits and at most one point.
/// </summary>
internal readonly ref struct NumberMask
{
    private readonly uint _point;
    private readonly uint _used;
    private readonly uint _faults;

    /// <summary>Creates the mask of numbers whose characters are digits and points.</summary>
    /// <param name="isPoint">A bit for each character that is a point.</param>
    /// <param name="isZero">A bit for each character that is a zero.</param>
    /// <param name="starts">The first bit of each number: the lowest bit, and that of the second number.</param>
    /// <param name="ends">The bit after each number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NumberMask(uint isPoint, uint isZero, uint starts, uint ends)
    {
        var inside = ends - starts;
        var points = isPoint & inside;

        // A number without a point is treated as if a point followed it.
        var stops = points | ends;
        var later = stops & (stops - starts);
        _point = stops ^ later;

        // Trailing zeros of a fraction are ignored.
        _used = (inside & ~isZero) | _point;

        // JSON forbids: no digit before the point, a zero before another digit, a point at the end, a second point.
        _faults = (stops & starts) | (isZero & ~(stops >> 1) & starts) | (points & (ends >> 1)) | (points & later);
    }

    /// <summary>Whether the numbers are valid JSON.</summary>
    public bool IsGood => _faults == 0;

    /// <summary>Gets the positions of the last digit and the point of the only or second number, counted from its first digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Upper(int start, out int last, out int point)
    {
        last = (31 ^ BitOperations.LeadingZeroCount(_used)) - start;
        point = BitOperations.TrailingZeroCount(_point >> start);
    }

    /// <summary>Gets the positions of the last digit and the point of the first of two numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Lower(out int last, out int point)
    {
        last = 31 ^ BitOperations.LeadingZeroCount((uint)(ushort)_used);
        point = BitOperations.TrailingZeroCount(_point);
    }

    /// <summary>Returns the shuffle that moves the last digit to the last lane. Digits before the point move one lane further, over the point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Lanes(int last, int point)
    {
        var lanes = Vector128<sbyte>.Indices + Vector128.Create((sbyte)(last - NumberScanner.Window));
        return (lanes - Vector128.GreaterThan(lanes, Vector128.Create((sbyte)(point - 1)))).AsByte();
    }
}
