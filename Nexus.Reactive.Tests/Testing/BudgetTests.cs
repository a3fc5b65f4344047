namespace Nexus.Reactive.Tests.Testing;

/// <summary>The bytes that each public operator allocates for each input, its outputs included.</summary>
public sealed class BudgetTests
{
    private static IEnumerable<TestCaseData> Operators =>
        OperatorRegistry.All.Select(static registered => new TestCaseData(registered).SetArgDisplayNames(registered.ToString()));

    [TestCaseSource(nameof(Operators))]
    public void An_input_costs_no_more_than_the_budget(RegisteredOperator registered)
    {
        Assert.That(registered.MaxBytes, Is.Not.Null, "give it a budget with Costs in OperatorRegistry");
        Assert.That(registered.Measure(), Is.LessThanOrEqualTo(registered.MaxBytes! + 0.5));
    }
}
