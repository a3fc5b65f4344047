namespace Nexus.Examples.Tests.Docs;

/// <summary>The code of the documentation that uses an example or ASP.NET compiles; the library's tests compile the rest.</summary>
public sealed class CodeBlockTests
{
    public static IEnumerable<TestCaseData> Blocks() => BlockCompiler.Cases(static block => block.UsesExamples);

    [TestCaseSource(nameof(Blocks))]
    public void Code_blocks_compile_without_warnings_and_their_diagrams_are_correct(CodeBlock block) => BlockCompiler.Check(block);
}
