namespace Nexus.Reactive;

/// <summary>The uncompressed bytes of a recording and the positions where bytes are missing.</summary>
internal interface IRecordingSource : IDisposable
{
    /// <summary>Reads the next bytes.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="damage">If the result is 0: a description of the damage at this position, after which reading continues; null at the end of the recording.</param>
    /// <returns>The number of bytes read.</returns>
    int Read(Span<byte> buffer, out string? damage);

    /// <summary>Whether the file can be read several times; a pipe cannot.</summary>
    bool CanSeek { get; }

    /// <summary>The number of bytes of the file read so far. May be called from any thread.</summary>
    long Offset { get; }

    /// <summary>Closes the file, unless it is a pipe. The next read opens it again at the same position.</summary>
    void Suspend();
}
