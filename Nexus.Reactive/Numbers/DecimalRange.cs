using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>Range checks for the decimals of messages. Each method returns the value, so that a property can check it in its initializer.</summary>
internal static class DecimalRange
{
    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or below.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal Positive(decimal value, string name)
    {
        // Faster than a comparison of decimals.
        if (Math.Sign(value) <= 0)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or below.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal? Positive(decimal? value, string name)
    {
        if (value is { } number)
            Positive(number, name);
        return value;
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal NotNegative(decimal value, string name)
    {
        if (Math.Sign(value) < 0)
            ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        return value;
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal? NotNegative(decimal? value, string name)
    {
        if (value is { } number)
            NotNegative(number, name);
        return value;
    }

    /// <summary>Returns null instead of 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal? NullIfZero(decimal value) => new DecimalParts(value).IsZero ? null : value;
}
