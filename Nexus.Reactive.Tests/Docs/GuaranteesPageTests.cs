using System.Text.RegularExpressions;

namespace Nexus.Reactive.Tests.Docs;

/// <summary>Verifies that the tests and environment variables on the page of guarantees exist.</summary>
public sealed partial class GuaranteesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "guarantees.md"));

    private static readonly string[] TestFiles =
    [
        .. new[] { "Nexus.Reactive.Tests", "examples/Nexus.Examples.Tests" }
            .SelectMany(static project => Directory.EnumerateFiles(Path.Combine(Repository.Root(), project), "*.cs", SearchOption.AllDirectories)),
    ];

    public static IEnumerable<string> Classes() => TestClass().Matches(Page).Select(static match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);

    public static IEnumerable<string> Variables() => Variable().Matches(Page).Select(static match => match.Value).Distinct(StringComparer.Ordinal);

    [TestCaseSource(nameof(Classes))]
    public void A_named_test_class_exists(string name) => Assert.That(TestFiles.Select(Path.GetFileNameWithoutExtension), Does.Contain(name));

    [TestCaseSource(nameof(Variables))]
    public void A_named_variable_is_read_by_a_test(string name) =>
        Assert.That(TestFiles.Any(file => File.ReadAllText(file).Contains($"\"{name}\"", StringComparison.Ordinal)), Is.True);

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+Tests)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestClass();

    [GeneratedRegex("NEXUS_[A-Z_]+", RegexOptions.None, 1000)]
    private static partial Regex Variable();
}
