using System.IO.Compression;
using System.Text.Json;

namespace Nexus.Reactive.Tests.Shared;

/// <summary>The real recording that exists next to a checkout on some machines. On other machines, tests that need it are skipped.</summary>
internal static class SharedData
{
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    public static string RecordingPath() => Require("btcusdt-20240808-depth20.tsv.gz");

    public static string Require(string name)
    {
        var path = Find(name);
        if (path is null)
            Assert.Ignore($"shared/data/{name} is not beside this checkout.");
        return path!;
    }

    /// <summary>The results that were computed from the recording independently.</summary>
    public static JsonElement Expected()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Require("btcusdt-20240808-depth20.expected.json")));
        return document.RootElement.Clone();
    }

    /// <summary>The raw strings of the recording in order. If it is missing, the test is skipped at this call, not at the first string.</summary>
    public static IEnumerable<string> Messages()
    {
        return Read(RecordingPath());

        static IEnumerable<string> Read(string path)
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            while (reader.ReadLine() is { } line)
                yield return line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..];
        }
    }
}
