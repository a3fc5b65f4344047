namespace Nexus.Reactive;

/// <summary>An uncompressed recording.</summary>
internal sealed class PlainSource(string path) : IRecordingSource
{
    private FileStream? _file = RecordingFile.OpenRead(path);
    private long _position;

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
        _file?.Dispose();
        _file = null;
    }

    public void Dispose() => Suspend();

    private FileStream Reopen()
    {
        var file = RecordingFile.OpenRead(path);
        if (file.CanSeek)
            file.Position = _position;
        return file;
    }
}
