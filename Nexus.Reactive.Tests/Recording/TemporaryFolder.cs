using System.IO.Compression;
using System.Text;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>A test's own folder, deleted after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nexus-recording-");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public IEnumerable<string> Names => _folder.EnumerateFiles().Select(f => f.Name);

    /// <summary>Writes a file with these lines unchanged; compressed if its name ends in .gz.</summary>
    public string Write(string name, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        File.WriteAllBytes(this[name], IsPacked(name) ? Pack(bytes) : bytes);
        return this[name];
    }

    public static bool IsPacked(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    public static byte[] Pack(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Returns what a program other than this library reads, even while the file is being written.</summary>
    public string Read(string name)
    {
        using var file = new FileStream(this[name], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = IsPacked(name) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        return new StreamReader(bytes).ReadToEnd();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
