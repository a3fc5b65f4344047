using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nexus.Reactive.Tests.Architecture;

/// <summary>The compiled source of the library, so that a test can query which type uses which.</summary>
internal sealed class LibrarySource
{
    private readonly CSharpCompilation _compilation;

    public LibrarySource(IEnumerable<(string Path, string Text)> files)
    {
        var language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator)
            .Where(static path => System.IO.Path.GetFileName(path) is not ("Nexus.Reactive.dll" or "Nexus.Reactive.Testing.dll"));
        _compilation = CSharpCompilation.Create(
            "Library",
            [.. files.Append(("Usings.cs", ImplicitUsings)).Select(file => CSharpSyntaxTree.ParseText(file.Item2, language, file.Item1))],
            platform.Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    public const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Each file of the library, with its path relative to the project and forward slashes.</summary>
    public static IEnumerable<(string Path, string Text)> Files() => Files("Nexus.Reactive");

    /// <summary>Each file of the paper exchange, with a path below <c>Backtesting</c>.</summary>
    public static IEnumerable<(string Path, string Text)> ExchangeFiles() =>
        from file in Files("Nexus.Reactive.Backtesting")
        where !file.Path.StartsWith("Running/", StringComparison.Ordinal)
        select ($"Backtesting/{file.Path}", file.Text);

    private static IEnumerable<(string Path, string Text)> Files(string project)
    {
        var root = System.IO.Path.GetFullPath($"../../../{project}", System.IO.Path.GetDirectoryName(ThisFile())! + "/x");
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: System.IO.Path.GetRelativePath(root, path).Replace('\\', '/'), Full: path))
            .Where(static file => !file.Path.StartsWith("obj/", StringComparison.Ordinal) && !file.Path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(static file => (file.Path, File.ReadAllText(file.Full)));
    }

    public IEnumerable<string> Errors() =>
        _compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.ToString());

    /// <summary>Every use of one of the library's types or members: the file that uses it, and the type with the file that declares it.</summary>
    public IEnumerable<(string File, int Line, string Type, string DeclaredIn)> Uses()
    {
        foreach (var tree in _compilation.SyntaxTrees)
        {
            var model = _compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes(static _ => true).Where(static node => node is SimpleNameSyntax or ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax))
            {
                if (Declared(model.GetSymbolInfo(node).Symbol) is { } used)
                    yield return (tree.FilePath, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, used.Type, used.File);
            }
        }
    }

    // A member belongs to the file that declares it, so that one part of a partial class does not represent all of them.
    private static (string Type, string File)? Declared(ISymbol? symbol)
    {
        if (symbol is INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ITypeParameterSymbol or ILabelSymbol or null)
            return null;
        var declared = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol.OriginalDefinition;
        var type = declared as INamedTypeSymbol ?? declared.ContainingType;
        if (declared is IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true })
            declared = type;
        if (type is null || declared.Locations.FirstOrDefault()?.SourceTree is not { } tree)
            return null;
        return IsInSeveralFolders(declared) ? null : (type.Name, tree.FilePath);
    }

    private static bool IsInSeveralFolders(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Select(static part => System.IO.Path.GetDirectoryName(part.SyntaxTree.FilePath)).Distinct().Skip(1).Any();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
