using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Docs;

/// <summary>Verifies that the code in readmes and docs compiles, and that its marble tests pass.</summary>
public sealed class CodeBlockTests
{
    public static IEnumerable<TestCaseData> Blocks() => BlockCompiler.Cases(static block => !block.UsesExamples);

    [TestCaseSource(nameof(Blocks))]
    public void The_code_of_a_page_compiles_without_warnings_and_its_marble_tests_pass(CodeBlock block) => BlockCompiler.Check(block);

    [Test]
    public void A_fault_is_reported_with_its_page_and_line()
    {
        var block = CodeBlock.Of("page.md", ["text", "```csharp", "var one = 1;", "one += feed.Nothing;", "```", "```sh", "ls", "```"]).Single();

        Assert.That(BlockCompiler.Compile(block, []).Faults, Has.Count.EqualTo(1).And.All.StartsWith("page.md:4 'NexusFeed' does not contain a definition for 'Nothing'"));
    }

    [Test]
    public void Methods_of_a_page_can_be_used_in_later_blocks()
    {
        var before = new CodeBlock("page.md", 1, "public static int One() => 1;");

        Assert.That(BlockCompiler.Compile(before, []).Faults, Is.Empty);
        Assert.That(BlockCompiler.Compile(new CodeBlock("page.md", 3, "Console.WriteLine(One());"), [before]).Faults, Is.Empty);
        Assert.That(BlockCompiler.Compile(new CodeBlock("page.md", 3, "Console.WriteLine(One());"), []).Faults, Is.Not.Empty);
    }

    [Test]
    public void A_page_that_shows_directives_must_show_all_that_its_later_blocks_need()
    {
        var code = new CodeBlock("page.md", 9, "var subject = new Subject<NexusMessage>();");
        var enough = new CodeBlock("page.md", 1, "using System.Reactive.Subjects;\nusing Nexus.Reactive;");

        Assert.That(BlockCompiler.Compile(code, []).Faults, Is.Empty);
        Assert.That(BlockCompiler.Compile(code, [enough]).Faults, Is.Empty);
        Assert.That(BlockCompiler.Compile(code, [enough with { Code = "using Nexus.Reactive;" }]).Faults, Has.Count.EqualTo(1).And.All.StartsWith("page.md:9 ").And.All.Contains("'Subject<>'"));
    }

    [Test]
    public void A_page_may_hide_declarations_from_its_readers()
    {
        var block = CodeBlock.Of("page.md", ["<!-- given", "public partial class Page { public static int Two => 2; }", "-->", "```csharp", "Console.WriteLine(Two);", "```"]).Single();

        Assert.That(BlockCompiler.Compile(block, []).Faults, Is.Empty);
        Assert.That(BlockCompiler.Compile(block with { Given = "" }, []).Faults, Is.Not.Empty);
    }

    [TestCase("""using var m = new Marbles(); m.Expect(m.Hot("-a")).ToBe("-b"); m.Run();""")]
    [TestCase("""[Test] public void A_test() { using var m = new Marbles(); m.Expect(m.Hot("-a")).ToBe("-b"); m.Run(); }""")]
    public void A_failing_marble_test_is_a_fault(string code)
    {
        var (assembly, faults) = BlockCompiler.Compile(new CodeBlock("page.md", 1, code), []);

        Assert.That(faults, Is.Empty);
        Assert.That(() => BlockCompiler.Run(assembly), Throws.TypeOf<MarbleException>());
    }
}
