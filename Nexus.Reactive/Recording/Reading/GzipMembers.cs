using System.IO.Compression;

namespace Nexus.Reactive;

/// <summary>Decompresses the gzip members of a recording in order and skips damaged members.</summary>
/// <remarks>
/// A member that fits a block is read completely or not at all: if it is damaged, the position of the damage is unknown. If the file ends inside a
/// member, all data before the end is used. If a longer member, which this library does not write, is damaged, the blocks before the damaged block are used.
/// </remarks>
internal sealed class GzipMembers(string path) : IDisposable
{
    // A member ends with its decompressed length. A greater number is compressed data of a truncated member.
    private const uint MaxPlausibleLength = 16 * 1024 * 1024;

    private FileStream? _file;
    private GzipMemberInput? _input;
    private GZipStream? _member;
    private long _resumeAt;
    private long _produced;
    private long _offset;
    private bool _hasMembers;

    public bool CanSeek => OpenFile().CanSeek;

    /// <summary>The number of bytes of the file read so far. May be called from any thread.</summary>
    public long Offset => Volatile.Read(ref _offset);

    /// <summary>Decompresses the next block.</summary>
    /// <exception cref="InvalidDataException">The file contains no gzip data.</exception>
    public void Fill(GzipBlock block)
    {
        block.Reset();
        if (_member is null && !TryOpenMember(block))
            return;
        try
        {
            Decompress(block);
            Volatile.Write(ref _offset, _input!.Offset);
        }
        catch (InvalidDataException)
        {
            EndDamagedMember(block);
        }
    }

    /// <summary>Closes the file, unless it is a pipe; the next read opens it again at the same position.</summary>
    public void Suspend()
    {
        if (_file is { CanSeek: true })
            Dispose();
    }

    public void Dispose()
    {
        if (_member is null && _input is not null)
            (_resumeAt, _produced) = (_input.Offset, 0);
        _member?.Dispose();
        _file?.Dispose();
        (_member, _input, _file) = (null, null, null);
    }

    private void Decompress(GzipBlock block)
    {
        while (block.Count < GzipBlock.Size)
        {
            var count = _member!.Read(block.Bytes, block.Count, block.Bytes.Length - block.Count);
            if (_input!.IsSealed)
            {
                if (!block.Bytes.AsSpan(block.Count, count).SequenceEqual(GzipMemberInput.Seal))
                    throw new InvalidDataException();
                EndMember(block, damage: null);
                return;
            }

            if (count == 0)
            {
                EndMember(block, "bytes after a compressed block are not compressed data");
                return;
            }

            block.Count += count;
            _produced += count;
        }
    }

    private void EndDamagedMember(GzipBlock block)
    {
        var isTruncated = _input!.IsSealed;
        EndMember(block, "a compressed block is damaged");
        if (block.Count == _produced && TryRescue(block))
            block.Damage = "bytes after a compressed block are not compressed data";
        else if (isTruncated && _input.IsAtEnd && _input.DeclaredLength > MaxPlausibleLength)
            block.Damage = "a compressed block is truncated";
        else
            block.Count = 0;
    }

    // Bytes after a member that look like the header of another one make the decompressor fail after it has read the member.
    private bool TryRescue(GzipBlock block)
    {
        if (!CanSeek)
            return false;
        using var file = RecordingFile.OpenRead(path);
        file.Position = _resumeAt;
        var bytes = new byte[Math.Min(_input!.Offset - _resumeAt, GzipBlock.Size + GzipRescue.MaxOverhead)];
        var count = GzipRescue.Decompress(bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)), block.Bytes);
        if (count < 0)
            return false;
        block.Count = count;
        return true;
    }

    private void EndMember(GzipBlock block, string? damage)
    {
        _input!.SkipRest();
        _member!.Dispose();
        _member = null;
        block.Damage = damage;
    }

    private bool TryOpenMember(GzipBlock block)
    {
        var resume = _input is null ? _produced : 0;
        Open();
        var isThere = _input!.TryOpenNext(out var skipped);
        if (isThere)
        {
            _hasMembers = true;
            _resumeAt = _input.Offset;
            _member = new GZipStream(_input, CompressionMode.Decompress, leaveOpen: true);
            _produced = resume;
            if (resume > 0)
                Skip(block, resume);
        }
        else if (skipped > 0 && !_hasMembers)
            throw new InvalidDataException($"The recording '{path}' cannot be read: {GzipFault.Find(path)}.");

        block.IsLast = !isThere && skipped == 0;
        block.Damage = skipped > 0 ? FormattableString.Invariant($"{skipped} bytes are not compressed data") : null;
        return isThere && skipped == 0;
    }

    private void Open()
    {
        if (_input is not null)
            return;
        var file = OpenFile();
        if (file.CanSeek)
            file.Position = _resumeAt;
        _input = new GzipMemberInput(file);
    }

    private FileStream OpenFile() => _file ??= RecordingFile.OpenRead(path);

    private void Skip(GzipBlock block, long count)
    {
        while (count > 0 && _member!.Read(block.Bytes, 0, (int)Math.Min(count, GzipBlock.Size)) is > 0 and var read)
            count -= read;
    }
}
