using System.Reflection;
using Nexus.Reactive.Backtesting;

namespace Nexus.Reactive.Tests.Architecture;

/// <summary>One value that a caller gives to a package: a property that is set, or a parameter of a constructor or method.</summary>
/// <param name="Name">The name that an error must have.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="Nullability">Whether the value, and its items, may be null.</param>
/// <param name="Member">The property, constructor or method.</param>
/// <param name="Give">Sets or calls the member with a value, and with samples for the others.</param>
internal sealed record PublicInput(string Name, Type Type, NullabilityInfo Nullability, MemberInfo Member, Action<object?> Give)
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The name of an input, such as <c>OrderRequest.Side</c> or <c>Windowing.ByCount(count)</c>.</summary>
    public override string ToString() => Member switch
    {
        PropertyInfo => $"{Member.DeclaringType!.Name}.{Name}",
        ConstructorInfo => $"new {Member.DeclaringType!.Name}({Name})",
        _ => $"{Member.DeclaringType!.Name}.{Member.Name}({Name})",
    };

    /// <summary>Returns the inputs of every public type. The parts of a result are none, because the library itself creates it.</summary>
    public static IEnumerable<PublicInput> All(Func<Type, bool> isResult) =>
        new[] { typeof(NexusFeed), typeof(PaperExchange) }
            .SelectMany(static type => type.Assembly.GetExportedTypes())
            .Where(type => !type.IsEnum && !type.IsInterface && !type.IsAssignableTo(typeof(Delegate)) && !type.IsAssignableTo(typeof(Exception)))
            .Select(static type => type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(static _ => typeof(int))]) : type)
            .SelectMany(type => isResult(type) ? Methods(type) : Properties(type).Concat(Constructors(type)).Concat(Methods(type)));

    private static IEnumerable<PublicInput> Properties(Type type) =>
        from property in type.GetProperties(Own)
        where property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
        let target = new Lazy<object>(() => SampleValues.Find(type) ?? Uninitialized(type))
        select new PublicInput(property.Name, property.PropertyType, new NullabilityInfoContext().Create(property), property, value => Invoke(() => property.SetValue(target.Value, value)));

    private static IEnumerable<PublicInput> Constructors(Type type) =>
        from constructor in type.IsAbstract ? [] : type.GetConstructors(Own)
        from parameter in constructor.GetParameters()
        select Of(constructor, parameter, arguments => (constructor.Invoke(arguments) as IDisposable)?.Dispose());

    private static IEnumerable<PublicInput> Methods(Type type) =>
        from method in type.GetMethods(Own)
        where !method.IsSpecialName && !method.IsAbstract && method.GetBaseDefinition() == method && !Ignored.Contains(method.Name) && type != typeof(NexusObservable)
        let closed = method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(static _ => typeof(int))]) : method
        where method.IsStatic || SampleValues.Find(type) is not null
        from parameter in closed.GetParameters()
        where !parameter.IsOut && !parameter.ParameterType.IsByRefLike
        select Of(closed, parameter, arguments => Observe(closed.Invoke(closed.IsStatic ? null : SampleValues.Find(type), arguments)));

    // Comparisons and conversions of values accept everything.
    private static readonly HashSet<string> Ignored = [nameof(Equals), nameof(ToString), "Deconstruct", "<Clone>$", "PrintMembers", "CompareTo", "TryParse"];

    private static PublicInput Of(MethodBase member, ParameterInfo parameter, Action<object?[]> call) =>
        new(parameter.Name!, parameter.ParameterType, new NullabilityInfoContext().Create(parameter), member, value =>
        {
            var arguments = member.GetParameters().Select(static other => other.HasDefaultValue ? other.DefaultValue : SampleValues.Create(other)).ToArray();
            arguments[parameter.Position] = value;
            Invoke(() => call(arguments));
        });

    // An error in a task is as good as one that is thrown.
    private static void Observe(object? result)
    {
        if (result is Task { IsFaulted: true } task)
            task.GetAwaiter().GetResult();
    }

    private static object Uninitialized(Type type) => System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);

    private static void Invoke(Action call)
    {
        try
        {
            call();
        }
        catch (TargetInvocationException thrown)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown.InnerException!);
        }
    }
}
