using System.Reactive.Disposables;

namespace Nexus.Reactive.Tests.Orders.Store;

/// <summary>A disk in memory on which one operation may fail. A write that fails has written half.</summary>
/// <param name="failure">The number of the operation that fails, from 0; none if it is negative.</param>
internal sealed class StateDiskInMemory(int failure = -1) : IStateDisk
{
    public Dictionary<string, byte[]> Files { get; init; } = new(StringComparer.Ordinal);

    public int Operations { get; private set; }

    /// <summary>Whether the files may be neither read nor written.</summary>
    public bool Denied { get; set; }

    public byte[] Only => Files.Single().Value;

    public byte[]? TryRead(string path) => Denied ? throw Denial() : Files.GetValueOrDefault(path);

    public Stream Create(string path)
    {
        if (Denied)
            throw Denial();
        Count();
        Files[path] = [];
        return new File(this, path);
    }

    public void Flush(Stream file) => Count();

    public void Replace(string path, string by)
    {
        Count();
        Files.Remove(by, out var content);
        Files[path] = content!;
    }

    public IDisposable Lock(string path) => Disposable.Empty;

    private static UnauthorizedAccessException Denial() => new("access is denied");

    private void Count()
    {
        if (Operations++ == failure)
            throw new IOException("the disk failed");
    }

    private sealed class File(StateDiskInMemory disk, string path) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                disk.Count();
                base.Write(buffer);
            }
            catch (IOException)
            {
                base.Write(buffer[..(buffer.Length / 2)]);
                throw;
            }
            finally
            {
                disk.Files[path] = ToArray();
            }
        }
    }
}
