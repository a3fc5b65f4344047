namespace Nexus.Examples.Tests.Docs;

/// <summary>The code of the documentation that uses an example or ASP.NET compiles; the library's tests compile the rest.</summary>
public sealed class CodeBlockTests
{
    public static IEnumerable<TestCaseData> Blocks() => BlockCompiler.Cases(static block => block.UsesExamples);

    [TestCaseSource(nameof(Blocks))]
    public void Code_compiles_without_warnings_and_its_diagrams_hold(CodeBlock block) => BlockCompiler.Check(block);
}
