using System.Globalization;
using System.Numerics;

namespace Nexus.Reactive;

/// <summary>
/// Writes a state or reads it. A class lists its fields once for both directions, so that they cannot differ. Numbers that must be exact are texts.
/// </summary>
internal abstract class StateArchive
{
    /// <summary>Whether fields are set; otherwise, they are written.</summary>
    public abstract bool IsReading { get; }

    public abstract void Value(string name, ref string? value);

    public abstract void Value(string name, ref long value);

    public abstract void Value(string name, ref bool value);

    /// <summary>Transfers an object that is not null.</summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="value">The object to write.</param>
    /// <param name="transfer">Transfers its fields and returns it; receives null when reading.</param>
    public abstract T Object<T>(string name, T? value, Func<T?, T> transfer);

    /// <summary>Transfers an object or null.</summary>
    public abstract T? Optional<T>(string name, T? value, Func<T?, T> transfer)
        where T : class;

    /// <summary>Transfers a list. The items are returned in both directions.</summary>
    public abstract List<T> List<T>(string name, IEnumerable<T> items, Func<T?, T> transfer);

    /// <summary>Transfers an object that several fields may refer to, or null. Its fields are written where it occurs first.</summary>
    public abstract T? Reference<T>(string name, T? value, Func<T?, T> transfer)
        where T : class;

    public void Value(string name, ref int value)
    {
        long wide = value;
        Value(name, ref wide);
        value = checked((int)wide);
    }

    public void Value(string name, ref ulong value)
    {
        var text = IsReading ? null : value.ToString(CultureInfo.InvariantCulture);
        Value(name, ref text);
        value = ulong.Parse(text!, CultureInfo.InvariantCulture);
    }

    public void Value(string name, ref decimal value)
    {
        var text = IsReading ? null : value.ToString(CultureInfo.InvariantCulture);
        Value(name, ref text);
        value = ReadDecimal(text!);
    }

    public void Value(string name, ref decimal? value)
    {
        var text = value?.ToString(CultureInfo.InvariantCulture);
        Value(name, ref text);
        value = text is null ? null : ReadDecimal(text);
    }

    public void Value(string name, ref ExactSum value)
    {
        var text = IsReading ? null : Write(value);
        Value(name, ref text);
        if (IsReading)
            value = ReadSum(text!);
    }

    // A decimal keeps its decimal places, which a sum does not need.
    public void Value(string name, ref SaturatingSum value)
    {
        var text = IsReading ? null : value.Wide is { } wide ? Write(wide) : value.Value.ToString(CultureInfo.InvariantCulture);
        Value(name, ref text);
        if (IsReading)
            value = text!.Contains('e', StringComparison.Ordinal) ? new SaturatingSum(ReadSum(text)) : new SaturatingSum(ReadDecimal(text));
    }

    public void Value(string name, ref Symbol value)
    {
        var text = IsReading ? null : value.ToString();
        Value(name, ref text);
        value = text!.Length == 0 ? default : Symbol.Parse(text);
    }

    public void Enum<T>(string name, ref T value)
        where T : struct, Enum
    {
        var text = IsReading ? null : value.ToString();
        Value(name, ref text);
        value = System.Enum.Parse<T>(text!);
    }

    private static decimal ReadDecimal(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string Write(in ExactSum sum) => string.Create(CultureInfo.InvariantCulture, $"{sum.Parts.Ticks}e-{sum.Parts.Scale}");

    private static ExactSum ReadSum(string text)
    {
        var parts = text.Split("e-");
        return new ExactSum(BigInteger.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
