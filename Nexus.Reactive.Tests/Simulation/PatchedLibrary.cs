using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Nexus.Reactive.Tests.Architecture;

namespace Nexus.Reactive.Tests.Simulation;

/// <summary>The library, the bus and the simulation, compiled once more from their sources with one place changed.</summary>
internal static class PatchedLibrary
{
    private static readonly Lazy<CSharpCompilation> Unchanged = new(Compile);

    /// <summary>Runs seeds with a change in a file until one fails.</summary>
    /// <param name="file">The file, relative to its project.</param>
    /// <param name="text">What is replaced. It must be in the file once.</param>
    /// <param name="replacement">What replaces it.</param>
    /// <param name="seeds">The number of seeds to run at most.</param>
    /// <returns>The seed and its fault; null if none fails.</returns>
    public static string? FindFault(string file, string text, string replacement, int seeds)
    {
        using var image = new MemoryStream();
        var result = Change(file, text, replacement).Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Take(10)));
        image.Position = 0;
        var context = new AssemblyLoadContext(file, isCollectible: true);
        try
        {
            var simulator = context.LoadFromStream(image).GetType(typeof(Simulator).FullName!, throwOnError: true)!;
            return (string?)simulator.GetMethod(nameof(Simulator.FindFault), BindingFlags.Static | BindingFlags.Public)!.Invoke(null, [seeds]);
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>Changes a file.</summary>
    /// <exception cref="InvalidOperationException">The file does not contain the text once.</exception>
    public static CSharpCompilation Change(string file, string text, string replacement)
    {
        var tree = Unchanged.Value.SyntaxTrees.Single(tree => tree.FilePath == file);
        var source = tree.GetText().ToString();
        if (source.Split(text).Length != 2)
            throw new InvalidOperationException($"{file} contains the text {source.Split(text).Length - 1} times: {text}");
        var changed = tree.WithChangedText(SourceText.From(source.Replace(text, replacement, StringComparison.Ordinal), Encoding.UTF8));
        return Unchanged.Value.ReplaceSyntaxTree(tree, changed);
    }

    /// <summary>Returns the errors of the unchanged sources.</summary>
    public static IEnumerable<Diagnostic> Errors() => Unchanged.Value.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error);

    private static CSharpCompilation Compile()
    {
        var language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var folder = Path.GetDirectoryName(ThisFile())!;
        var simulation = Read(folder).Where(static file => !file.Path.EndsWith("Tests.cs", StringComparison.Ordinal) && file.Path != "PatchedLibrary.cs");
        var trees = LibrarySource.Files()
            .Concat(Read(Path.GetFullPath("../../Nexus.Reactive.Nats", folder)))
            .Concat(simulation)
            .Append(("Usings.cs", LibrarySource.ImplicitUsings + "\nglobal using System.Reactive.Linq;"))
            .Select(file => CSharpSyntaxTree.ParseText(file.Item2, language, file.Item1, Encoding.UTF8));
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("Nexus.Reactive", StringComparison.Ordinal));
        return CSharpCompilation.Create(
            "Nexus.Reactive.Patched",
            trees,
            platform.Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
    }

    private static IEnumerable<(string Path, string Text)> Read(string root) =>
        Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(root, path).Replace('\\', '/'), Full: path))
            .Where(static file => !file.Path.StartsWith("obj/", StringComparison.Ordinal) && !file.Path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(static file => (file.Path, File.ReadAllText(file.Full)));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
