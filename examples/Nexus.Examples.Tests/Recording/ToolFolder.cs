using System.IO.Compression;
using System.Text;

namespace Nexus.Examples.Tests.Recording;

/// <summary>A temporary folder with the files of a test.</summary>
internal sealed class ToolFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nexus-tool-").FullName;

    public string Combine(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Writes a file, which is compressed if its name ends with <c>.gz</c>, and returns its path.</summary>
    public string Write(string name, string content)
    {
        var path = Combine(name);
        using Stream file = File.Create(path);
        using var target = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        target.Write(Encoding.UTF8.GetBytes(content));
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
