using System.IO.Compression;
using System.Text.Json;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>A real recorded session next to the checkout. Tests that need it are skipped with a message if it is missing.</summary>
internal static class RealSession
{
    private const string Name = "btcusdt-20240808-depth20";

    /// <summary>The results that were computed from the session independently.</summary>
    public static JsonElement Expected()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Find($"{Name}.expected.json")));
        return document.RootElement.Clone();
    }

    /// <summary>The raw strings in order.</summary>
    public static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Find($"{Name}.tsv.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..];
    }

    private static string Find(string name)
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path))
                return path;
        }

        Assert.Ignore($"The recorded session {name} is not in a folder shared/data beside the checkout.");
        throw new FileNotFoundException(name);
    }
}
