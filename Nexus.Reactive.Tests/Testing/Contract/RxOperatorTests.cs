using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The contract over Rx.NET's operators.</summary>
public sealed class RxOperatorTests
{
    // The first changes nothing but the stack traces of errors, the second is marked as experimental.
    private static readonly string[] NotOperators = ["ResetExceptionDispatchState", "ManySelect"];

    private static IEnumerable<TestCaseData> Accepted => Cases(static op => op.Rejected is null);

    private static IEnumerable<TestCaseData> Others => RightOperators.All.Select(static op => new TestCaseData(op).SetArgDisplayNames(op.ToString()));

    private static IEnumerable<TestCaseData> Rejected => Cases(static op => op.Rejected is not null);

    private static IEnumerable<TestCaseData> WithTraits => Cases(static op => op.Traits != OperatorTraits.None);

    [TestCaseSource(nameof(Accepted)), TestCaseSource(nameof(Others))]
    public void A_correct_operator_passes_the_contract_check(RxOperator op) => Assert.That(op.Create(op.Traits).Check, Throws.Nothing);

    [TestCaseSource(nameof(Rejected))]
    public void An_operator_with_a_fault_is_rejected(RxOperator op) => Assert.That(op.Create(op.Traits).Check, Throws.TypeOf<MarbleException>());

    [TestCaseSource(nameof(WithTraits))]
    public void Each_declared_trait_is_required_and_suggested_by_the_error(RxOperator op)
    {
        foreach (var trait in Enum.GetValues<OperatorTraits>().Where(trait => trait != OperatorTraits.None && op.Traits.HasFlag(trait)))
            Assert.That(op.Create(op.Traits & ~trait).Check, Throws.TypeOf<MarbleException>().With.Message.Contains($"{nameof(OperatorTraits)}.{trait}."));
    }

    [Test]
    public void The_table_in_the_docs_matches_the_verdicts()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "library-tests.md"));
        var table = $"| Operator | Verdict |\n|---|---|\n{string.Concat(RxOperators.All.Select(static op => $"| `{op}` | {Verdict(op)} |\n"))}";
        Assert.That(page.ReplaceLineEndings("\n"), Does.Contain(table + "\n").Or.EndsWith(table), () => $"put this table into docs/library-tests.md:\n{table}");
    }

    [Test]
    public void Every_operator_of_Rx_is_in_the_table()
    {
        var names = new[] { typeof(Observable), typeof(ObservableEx) }
            .SelectMany(static type => type.GetMethods())
            .Where(static method => IsObservable(method.ReturnType) && method.GetParameters().Any(static parameter => TakesSources(parameter.ParameterType)))
            .Select(static method => method.Name)
            .Distinct()
            .Except(NotOperators);
        Assert.That(names.Where(static name => !RxOperators.All.Any(op => op.Name.Split('(', '.', ' ', '<').Contains(name))), Is.Empty);
    }

    private static bool IsObservable(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IObservable<>) || type.GetGenericTypeDefinition() == typeof(IConnectableObservable<>));

    // One source, an array of sources, or a sequence or a table of them.
    private static bool TakesSources(Type type) =>
        IsObservable(type) || (type.IsArray && IsObservable(type.GetElementType()!)) || (type.IsGenericType && type.IsInterface && type.GetGenericArguments().Any(IsObservable));

    private static string Verdict(RxOperator op) => op switch
    {
        { Rejected: { } reason } => $"rejected: {reason}",
        { Traits: OperatorTraits.None } => "accepted",
        _ => $"accepted with {string.Join(", ", op.Traits.ToString().Split(", ").Select(static trait => $"`{trait}`"))}",
    };

    private static IEnumerable<TestCaseData> Cases(Func<RxOperator, bool> which) =>
        RxOperators.All.Where(which).Select(static op => new TestCaseData(op).SetArgDisplayNames(op.ToString()));

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Nexus.Reactive.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
