using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Nexus.Reactive.Testing;

/// <summary>
/// Compares the results of two runs. Each run creates its own objects, so objects without an equality of their own are compared by their fields, and observables,
/// functions and tasks by their type.
/// </summary>
internal static class ContentEquality
{
    private const int MostDepth = 8;

    public static bool AreAlike(object? left, object? right, int depth = 0)
    {
        if (Equals(left, right) || depth > MostDepth)
            return true;
        if (left is null || right is null || left.GetType() != right.GetType())
            return IsOpaque(left) && IsOpaque(right);
        if (IsOpaque(left))
            return true;
        return (left, right) switch
        {
            (string, _) => false,
            (Exception mine, Exception theirs) => string.Equals(mine.Message, theirs.Message, StringComparison.Ordinal),
            (IEnumerable mine, IEnumerable theirs) => AreAlike(mine, theirs, depth),
            _ => !left.GetType().IsPrimitive && Fields(left.GetType()).TrueForAll(field => AreAlike(field.GetValue(left), field.GetValue(right), depth + 1)),
        };
    }

    private static bool AreAlike(IEnumerable left, IEnumerable right, int depth)
    {
        var (mine, theirs) = (left.Cast<object?>().ToList(), right.Cast<object?>().ToList());
        return mine.Count == theirs.Count && mine.Zip(theirs).All(pair => AreAlike(pair.First, pair.Second, depth + 1));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A trimmed interface makes two streams unequal; it removes nothing that a test compares by value.")]
    public static bool IsOpaque(object? value) =>
        value is Delegate or Task or IDisposable or Lock || value?.GetType().GetInterfaces().Any(static type => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IObservable<>) || type.GetGenericTypeDefinition() == typeof(IObserver<>))) == true;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A trimmed field is not compared.")]
    private static List<FieldInfo> Fields(Type? type)
    {
        var fields = new List<FieldInfo>();
        for (; type is not null; type = type.BaseType)
            fields.AddRange(type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        return fields;
    }
}
