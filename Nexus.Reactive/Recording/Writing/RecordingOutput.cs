namespace Nexus.Reactive;

/// <summary>One file of a recording, open for appending. Blocks are written completely or not at all.</summary>
internal sealed class RecordingOutput : IDisposable
{
    private const int MaxLinks = 64;

    private readonly IDisposable _lock;
    private readonly Stream _file;
    private readonly string _path;
    private readonly string _folder;
    private readonly RecordingOptions _options;
    private long _end;
    private bool _isTorn;
    private bool _endsInLine;
    private RecordingStart _start;
    private RunPart? _newPart;

    /// <exception cref="IOException">The file cannot be opened, or another recording has it open.</exception>
    public RecordingOutput(string path, RecordingOptions options, RecordingStart start, RunPart? part = null)
    {
        _path = path;
        _options = options;
        _start = start;
        Part = _newPart = part;
        IsGzip = RecordingFile.IsGzip(path);
        var target = GetTarget(path);
        _folder = Path.GetDirectoryName(target) ?? target;
        try
        {
            _lock = options.Host.Lock(target);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new IOException($"Cannot record to '{path}': its folder does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot record to '{path}': another recording has the file open, or its folder is not writable.", e);
        }

        try
        {
            _file = options.Host.Open(target);
            Append();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _file?.Dispose();
            _lock.Dispose();
            throw new IOException($"Cannot record to '{path}': {e.Message}", e);
        }
    }

    public bool IsGzip { get; }

    /// <summary>The position of the file in a recording of several files; null if the recording has one file.</summary>
    public RunPart? Part { get; }

    public long Size => _file.CanSeek ? _file.Position : 0;

    /// <summary>Writes a block. If that fails, the file is unchanged.</summary>
    /// <exception cref="IOException">The block cannot be written at the moment.</exception>
    public void Write(RecordingBlock block, long ticks)
    {
        ThrowIfDiskIsFull();
        if (_isTorn)
            TruncateTo(_end);
        _end = Size;
        try
        {
            _file.Write(block.Pack(IsGzip, GetStart(ticks)));
            if (_options.FlushToDisk)
                _options.Host.Flush(_file);
            _start = RecordingStart.New;
            _newPart = null;
            _endsInLine = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryTruncate();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    // A file of an earlier run may end in the middle of a line.
    private void Append()
    {
        if (!_file.CanSeek || _file.Length == 0)
            return;
        _file.Seek(-1, SeekOrigin.End);
        _endsInLine = !IsGzip && _file.ReadByte() != '\n';
        _file.Seek(0, SeekOrigin.End);
        _start = RecordingStart.Interruption;
    }

    private ReadOnlySpan<byte> GetStart(long ticks)
    {
        if (!_endsInLine && _start == RecordingStart.New && _newPart is null)
            return [];
        var start = new RecordingBlock();
        if (_endsInLine)
            start.Append(RecordingText.TruncatedLineEnd, 0);
        if (_newPart is not null)
            start.Append(ticks, _newPart.ToLine());
        if (_start == RecordingStart.Interruption)
            start.Append(ticks, MessageText.Write(new FeedGap("the recording was interrupted")));
        return start.Pack(gzip: false, []);
    }

    private void ThrowIfDiskIsFull()
    {
        if (_options.MinFreeSpace == 0)
            return;
        var free = _options.Host.GetFreeSpace(_folder);
        if (free < _options.MinFreeSpace)
            throw new IOException(FormattableString.Invariant($"Cannot record to '{_path}': the disk has {free} bytes free, fewer than {_options.MinFreeSpace}."));
    }

    // If a part of a failed block remained, the file would contain it twice, so no data is written before that part is truncated.
    private void TryTruncate()
    {
        try
        {
            TruncateTo(_end);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _isTorn = true;
        }
    }

    private void TruncateTo(long length)
    {
        if (!_file.CanSeek)
            return;
        _file.SetLength(length);
        _file.Position = length;
        _isTorn = false;
    }

    // A file has one lock, regardless of the links that point to it. Opening a file whose links form a circle fails anyway.
    private static string GetTarget(string path, int depth = 0)
    {
        if (Path.GetDirectoryName(path) is not { } folder || depth > MaxLinks)
            return path;
        folder = GetTarget(folder, depth + 1);
        path = Path.Combine(folder, Path.GetFileName(path));
        return new FileInfo(path).LinkTarget is { } target ? GetTarget(Path.GetFullPath(target, folder), depth + 1) : path;
    }
}
