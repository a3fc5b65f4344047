using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nexus.Reactive.Tests.Shared;

/// <summary>Compiles blocks of code in a program, in a class, or as methods, as a reader would.</summary>
internal static class BlockCompiler
{
    /// <summary>The directives of a page that shows none. A page that has a block of directives must show all that its later blocks need.</summary>
    private static readonly Lazy<CodeBlock> Directives = new(static () =>
        CodeBlock.All().Last(static block => block.Page == "docs/getting-started.md" && IsOfDirectives(block)));

    /// <summary>Declarations that every block may use, so that pages do not repeat them, and the directives that new console and NUnit projects have.</summary>
    private const string Granted = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using NUnit.Framework;
        global using static Granted;
        global using static Page;

        internal static class Granted
        {
            public static string clientKey => "";
            public static Nexus.Reactive.Symbol symbol => default;
            public static IObservable<string> source => null!;
            public static Nexus.Reactive.NexusFeed feed => null!;
            public static Nexus.Reactive.NexusClient client => null!;
        }

        public partial class Page;
        """;

    private static readonly CSharpParseOptions Language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    // CS1701 and CS1702: Rx was compiled against an earlier framework, as for any program. CS4014: an excerpt may be only a stream, which could be awaited.
    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        .WithNullableContextOptions(NullableContextOptions.Enable)
        .WithSpecificDiagnosticOptions(new[] { "CS1701", "CS1702", "CS4014" }.Select(static id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)));

    private static readonly Lazy<MetadataReference[]> References = new(static () =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))]);

    /// <summary>A test case for each selected block of the repository's pages.</summary>
    public static IEnumerable<TestCaseData> Cases(Func<CodeBlock, bool> isChosen) =>
        CodeBlock.All().Where(isChosen).Select(static block => new TestCaseData(block).SetArgDisplayNames(block.ToString()));

    /// <summary>Fails unless the block compiles without warnings and its marble tests, if any, pass.</summary>
    public static void Check(CodeBlock block)
    {
        var before = CodeBlock.All().Where(other => other.Page == block.Page && other.Line < block.Line);
        var (assembly, faults) = Compile(block, before);

        Assert.That(faults, Is.Empty);
        if (block.Code.Contains("m.Run()", StringComparison.Ordinal))
            Run(assembly);
    }

    /// <summary>Compiles a block with the methods, types and directives shown earlier on its page; each error has its page and line.</summary>
    public static (byte[] Assembly, IReadOnlyList<string> Faults) Compile(CodeBlock block, IEnumerable<CodeBlock> before)
    {
        CodeBlock[] given = [.. before];
        var code = Parse(block);
        var directives = given.Where(IsOfDirectives).DefaultIfEmpty(Directives.Value).SelectMany(static other => other.Code.Split('\n'));
        var isProgram = code.GetRoot().ChildNodes().Any(static node => node is GlobalStatementSyntax);
        var compilation = CSharpCompilation.Create(
            "Block",
            [code, Text(string.Join('\n', directives.Select(static line => $"global {line}"))), Text(Granted), Text(block.Given), .. given.Where(static other => IsOfMethods(other) || IsOfTypes(other)).Select(Parse)],
            References.Value,
            isProgram ? Options.WithOutputKind(OutputKind.ConsoleApplication) : Options);
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        return (assembly.ToArray(), [.. result.Diagnostics.Where(static d => d.Severity >= DiagnosticSeverity.Warning).Select(d => Shown(block, d))]);
    }

    /// <summary>Runs a program, or the tests among methods.</summary>
    public static void Run(byte[] assembly)
    {
        var context = new AssemblyLoadContext("Block", isCollectible: true);
        try
        {
            using var stream = new MemoryStream(assembly);
            var loaded = context.LoadFromStream(stream);
            loaded.EntryPoint?.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);
            var page = loaded.GetType("Page")!;
            foreach (var test in page.GetMethods().Where(static method => method.IsDefined(typeof(TestAttribute))))
                test.Invoke(Activator.CreateInstance(page), BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        finally
        {
            context.Unload();
        }
    }

    private static SyntaxTree Parse(CodeBlock block) =>
        CSharpSyntaxTree.ParseText(IsOfMethods(block) ? $"public partial class Page {{ {block.Code} }}" : block.Code, Language, block.Page);

    private static SyntaxTree Text(string code) => CSharpSyntaxTree.ParseText(code, Language);

    private static bool IsOfDirectives(CodeBlock block) => Text(block.Code).GetCompilationUnitRoot() is { Members.Count: 0, Usings.Count: > 0 };

    private static bool IsOfTypes(CodeBlock block) =>
        Text(block.Code).GetCompilationUnitRoot() is { ContainsDiagnostics: false, Members.Count: > 0 } root && root.Members.All(static member => member is BaseTypeDeclarationSyntax);

    // Methods without a class belong to the page.
    private static bool IsOfMethods(CodeBlock block) =>
        SyntaxFactory.ParseMemberDeclaration($"class Page {{ {block.Code} \n}}", 0, Language) is ClassDeclarationSyntax { ContainsDiagnostics: false } type
        && type.Members.All(static member => member is MethodDeclarationSyntax);

    private static string Shown(CodeBlock block, Diagnostic diagnostic) =>
        $"{block.Page}:{block.Line + diagnostic.Location.GetLineSpan().StartLinePosition.Line} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
}
