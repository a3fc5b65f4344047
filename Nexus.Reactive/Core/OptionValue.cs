using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>Checks for the values of options. The error names the property that is set, because an initializer sets several in one statement.</summary>
internal static class OptionValue
{
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public static T NotNull<T>(T value, [CallerMemberName] string name = "")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public static T Defined<T>(T value, [CallerMemberName] string name = "")
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{typeof(T).Name} has no such value.");

    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or below.</exception>
    public static T Positive<T>(T value, [CallerMemberName] string name = "")
        where T : struct, IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, default, name);
        return value;
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public static T NotNegative<T>(T value, [CallerMemberName] string name = "")
        where T : struct, IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, default, name);
        return value;
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public static double Probability(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} ('{value}') must be from 0 to 1."));

    /// <exception cref="ArgumentException">An item is null.</exception>
    public static void NoNulls<T>(IEnumerable<T> items, string name)
    {
        var index = 0;
        foreach (var item in items)
        {
            if (item is null)
                throw new ArgumentException($"The item at index {index} is null.", name);
            index++;
        }
    }
}
