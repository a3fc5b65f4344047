namespace Nexus.Reactive;

/// <summary>An uncompressed recording.</summary>
internal sealed class PlainSource(string path) : IRecordingSource
{
    private FileStream? _file;
    private long _position;

    public bool CanSeek => Open().CanSeek;

    public long Offset => Volatile.Read(ref _position);

    public int Read(Span<byte> buffer, out string? damage)
    {
        damage = null;
        var count = Open().Read(buffer);
        if (_position == 0 && ForeignFormat.Find(buffer[..count]) is { } format)
            throw new InvalidDataException($"The recording '{path}' cannot be read: it is {format}.");
        _position += count;
        return count;
    }

    public void Suspend()
    {
        if (_file is { CanSeek: true })
            Dispose();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private FileStream Open()
    {
        if (_file is not null)
            return _file;
        _file = RecordingFile.OpenRead(path);
        if (_file.CanSeek)
            _file.Position = _position;
        return _file;
    }
}
