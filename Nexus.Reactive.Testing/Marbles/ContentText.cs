using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive.Testing;

/// <summary>
/// The contents of an object as a text: two texts of one object differ if it has changed in between. Collections are written item by item, other objects by their
/// public properties and fields. Observables, functions, tasks and objects of the base library are written by their type.
/// </summary>
internal static class ContentText
{
    private const int MostDepth = 4;
    private const int MostItems = 100;

    public static string Of(object? value, int depth = 0) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        Exception error => $"{error.GetType().Name}: {error.Message}",
        _ when value.GetType().IsPrimitive || value is Enum or decimal or DateTime or DateTimeOffset or TimeSpan or Guid => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        _ when depth > MostDepth || ContentEquality.IsOpaque(value) => value.GetType().Name,
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(index => Of(tuple[index], depth + 1)))})",
        ICollection items => Items(items, depth),
        IEnumerable => value.GetType().Name,
        _ when value.GetType().Assembly == typeof(object).Assembly => value.GetType().Name,
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Members(value).Select(member => $"{member.Name} = {Of(member.Value, depth + 1)}"))} }}",
    };

    private static string Items(ICollection items, int depth)
    {
        try
        {
            return $"[{string.Join(", ", items.Cast<object?>().Take(MostItems).Select(item => Of(item, depth + 1)))}]";
        }
        catch (InvalidOperationException)
        {
            return items.GetType().Name;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A trimmed member is not compared.")]
    private static IEnumerable<(string Name, object? Value)> Members(object value)
    {
        var type = value.GetType();
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike && !property.PropertyType.IsByRef)
                yield return (property.Name, Read(() => property.GetValue(value)));
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
            yield return (field.Name, field.GetValue(value));
    }

    private static object? Read(Func<object?> property)
    {
        try
        {
            return property();
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }
}
