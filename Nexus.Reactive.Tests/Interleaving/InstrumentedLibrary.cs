using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Nexus.Reactive.Tests.Architecture;

namespace Nexus.Reactive.Tests.Interleaving;

/// <summary>
/// The library's own source, compiled again with primitives that call <see cref="Schedule"/>: types in the library's namespace hide the
/// platform's, each lock statement becomes a scope of such a lock, and each volatile field becomes a property. The scenarios and the planted faults are compiled together with it.
/// </summary>
internal static class InstrumentedLibrary
{
    private static readonly Lazy<Assembly> Compiled = new(Compile);

    /// <summary>Creates instances of a scenario in the folder <c>Scenarios</c>.</summary>
    public static Func<Scenario> Scenario(string name)
    {
        var type = Compiled.Value.GetType($"Nexus.Reactive.Tests.Interleaving.Scenarios.{name}", throwOnError: true)!;
        return () => (Scenario)Activator.CreateInstance(type)!;
    }

    private static Assembly Compile()
    {
        var language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var folder = Path.GetDirectoryName(ThisFile())!;
        var scenarios = Directory.EnumerateFiles(Path.Combine(folder, "Scenarios"), "*.cs").Select(static path => (Path: path, Text: File.ReadAllText(path)));
        var primitives = (Path: "Primitives", Text: File.ReadAllText(Path.Combine(folder, "Primitives.txt")));
        var rewriter = new PointRewriter();
        var trees = LibrarySource.Files().Concat(LibrarySource.ExchangeFiles()).Select(PlantedFault.Plant).Concat(scenarios).Append(("Usings", LibrarySource.ImplicitUsings)).Append(primitives)
            .Select(file => CSharpSyntaxTree.ParseText(file.Item2, language, file.Item1, System.Text.Encoding.UTF8))
            .Select(tree => tree.WithRootAndOptions(rewriter.Visit(tree.GetRoot()), language));
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is not ("Nexus.Reactive.dll" or "Nexus.Reactive.Testing.dll" or "Nexus.Reactive.Backtesting.dll"));
        var compilation = CSharpCompilation.Create(
            "Nexus.Reactive.Instrumented",
            trees,
            platform.Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Take(10)));
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private sealed class PointRewriter : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
        {
            if (!node.Modifiers.Any(SyntaxKind.VolatileKeyword))
                return base.VisitFieldDeclaration(node);
            var (modifiers, variable) = (node.Modifiers.Where(static modifier => !modifier.IsKind(SyntaxKind.VolatileKeyword)), node.Declaration.Variables.Single());
            var point = $"global::{typeof(Schedule)}.{nameof(Schedule.Point)}();";
            return SyntaxFactory.ParseMemberDeclaration(
                $"{string.Join(' ', modifiers)} {node.Declaration.Type} {variable.Identifier} {{ get {{ {point} return field; }} set {{ {point} field = value; }} }}"
                + (variable.Initializer is { } initial ? $" {initial};" : string.Empty));
        }

        public override SyntaxNode? VisitLockStatement(LockStatementSyntax node) =>
            SyntaxFactory.UsingStatement(
                null,
                SyntaxFactory.ParseExpression($"global::Nexus.Reactive.Lock.Enter({node.Expression})"),
                (StatementSyntax)Visit(node.Statement)).NormalizeWhitespace();
    }
}
