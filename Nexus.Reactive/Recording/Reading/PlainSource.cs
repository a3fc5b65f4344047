namespace Nexus.Reactive;

/// <summary>An uncompressed recording.</summary>
internal sealed class PlainSource : IRecordingSource
{
    private readonly string _path;
    private FileStream? _file;
    private long _position;

    public PlainSource(string path)
    {
        _path = path;
        _file = RecordingFile.OpenRead(path);
        CanSeek = _file.CanSeek;
    }

    public bool CanSeek { get; }

    public long Offset => Volatile.Read(ref _position);

    public int Read(Span<byte> buffer, out string? damage)
    {
        damage = null;
        _file ??= Reopen();
        var count = _file.Read(buffer);
        _position += count;
        return count;
    }

    public void Suspend()
    {
        if (CanSeek)
            Dispose();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private FileStream Reopen()
    {
        var file = RecordingFile.OpenRead(_path);
        file.Position = _position;
        return file;
    }
}
