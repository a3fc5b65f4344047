using System.Reflection;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The contract over every public operator.</summary>
public sealed class PublicOperatorTests
{
    private static IEnumerable<TestCaseData> Rules =>
        OperatorRegistry.All.SelectMany(static registered => registered.Contract.Rules)
            .Select(static rule => new TestCaseData(rule).SetArgDisplayNames(rule.ToString()));

    private static IEnumerable<TestCaseData> Operators =>
        OperatorRegistry.All.Select(static registered => new TestCaseData(registered).SetArgDisplayNames(registered.ToString()));

    [TestCaseSource(nameof(Rules))]
    public void Operators_keep_the_contract(ContractRule rule) => rule.Check();

    [Test]
    public void Every_public_operator_is_registered()
    {
        var operators = typeof(NexusObservable).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(static method => !OperatorRegistry.NoOperators.ContainsKey(method.Name));
        var registered = OperatorRegistry.All.Select(static registered => Definition(registered.Method)).ToHashSet();
        Assert.That(operators.Where(method => !registered.Contains(method)).Select(static method => method.ToString()), Is.Empty, "give each a line in OperatorRegistry.All");
    }

    [TestCaseSource(nameof(Operators))]
    public void Arguments_that_are_null_are_refused_at_once(RegisteredOperator registered)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var parameter in Definition(registered.Method).GetParameters())
        {
            if (!parameter.ParameterType.IsValueType && nullability.Create(parameter).WriteState == NullabilityState.NotNull)
                Assert.That(Call(registered, parameter.Position, null), Is.TypeOf<ArgumentNullException>().With.Property("ParamName").EqualTo(parameter.Name));
        }
    }

    [TestCaseSource(nameof(Operators))]
    public void Negative_amounts_and_enum_values_are_rejected_immediately(RegisteredOperator registered)
    {
        foreach (var parameter in registered.Method.GetParameters())
        {
            object? negative =
                parameter.ParameterType == typeof(TimeSpan) ? TimeSpan.FromTicks(-1)
                : parameter.ParameterType == typeof(int) ? -1
                : parameter.ParameterType == typeof(decimal) ? -1m
                : parameter.ParameterType == typeof(double) ? -1d
                : parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, -1)
                : null;
            if (negative is not null)
                Assert.That(Call(registered, parameter.Position, negative), Is.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(parameter.Name));
        }
    }

    [TestCaseSource(nameof(Operators))]
    public void No_subscription_and_no_timer_remain_when_a_source_throws_in_Subscribe(RegisteredOperator registered)
    {
        foreach (var build in registered.OverThrowingSources)
        {
            foreach (var isFirst in new[] { true, false })
            {
                var scheduler = new MarbleScheduler(Marbles.DefaultStart);
                var source = build(scheduler, isFirst);
                Assert.That(ThrowingSource.CatchFrom(source.Output), Is.SameAs(ThrowingSource.Error));
                Assert.That((source.HasOtherSubscription(), scheduler.NextDue), Is.EqualTo((false, (TimeSpan?)null)), isFirst ? "before its items" : "after its items");
            }
        }
    }

    private static MethodInfo Definition(MethodInfo method) => method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;

    private static Exception? Call(RegisteredOperator registered, int position, object? value)
    {
        var arguments = registered.Arguments.ToArray();
        arguments[position] = value;
        try
        {
            registered.Method.Invoke(null, arguments);
            return null;
        }
        catch (TargetInvocationException thrown)
        {
            return thrown.InnerException;
        }
    }
}
