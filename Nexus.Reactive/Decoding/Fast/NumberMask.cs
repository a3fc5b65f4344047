using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>
/// Where the parts of plain numbers are, a bit for each character: of one number, or of two with the second in the upper sixteen bits.
/// Plain is what has digits and perhaps a point.
/// </summary>
internal readonly ref struct NumberMask
{
    private readonly uint _point;
    private readonly uint _used;

    /// <summary>Of numbers whose characters are digits and points.</summary>
    /// <param name="isPoint">Which characters are points.</param>
    /// <param name="isZero">Which are zeros.</param>
    /// <param name="starts">Where the numbers start: the lowest bit, or that and the one for the second.</param>
    /// <param name="ends">The bit behind each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NumberMask(uint isPoint, uint isZero, uint starts, uint ends)
    {
        var inside = ends - starts;
        var points = isPoint & inside;

        // Where there is no point, one is thought of behind the number.
        var stops = points | ends;
        var later = stops & (stops - starts);
        _point = stops ^ later;

        // Zeros at the end of a fraction do not count.
        _used = (inside & ~isZero) | _point;

        // By JSON's grammar: no digit before the point, a zero before another digit, a point at the end, a second one.
        IsGood = ((stops & starts) | (isZero & ~(stops >> 1) & starts) | (points & (ends >> 1)) | (points & later)) == 0;
    }

    /// <summary>Whether they are numbers by JSON's grammar.</summary>
    public bool IsGood { get; }

    /// <summary>Of the only number, or the second, with the place of its first digit as 0: where its last digit and its point are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Upper(int start, out int last, out int point)
    {
        last = (31 ^ BitOperations.LeadingZeroCount(_used)) - start;
        point = BitOperations.TrailingZeroCount(_point >> start);
    }

    /// <summary>Of the first of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Lower(out int last, out int point)
    {
        last = 31 ^ BitOperations.LeadingZeroCount((uint)(ushort)_used);
        point = BitOperations.TrailingZeroCount(_point);
    }

    /// <summary>Which character goes where, so that the last digit is in the last lane: those before the point move one place further, over it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Lanes(int last, int point)
    {
        var lanes = Vector128<sbyte>.Indices + Vector128.Create((sbyte)(last - NumberScanner.Window));
        return (lanes - Vector128.GreaterThan(lanes, Vector128.Create((sbyte)(point - 1)))).AsByte();
    }
}
