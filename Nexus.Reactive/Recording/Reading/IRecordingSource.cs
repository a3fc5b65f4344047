namespace Nexus.Reactive;

/// <summary>The uncompressed bytes of a recording, with the places where bytes are missing.</summary>
internal interface IRecordingSource : IDisposable
{
    /// <summary>Reads the next bytes.</summary>
    /// <param name="buffer">Where they go.</param>
    /// <param name="damage">With a result of 0: what is wrong at this place; reading goes on after it. Null: the recording ends here.</param>
    /// <returns>The number of bytes read.</returns>
    int Read(Span<byte> buffer, out string? damage);

    /// <summary>How many bytes of the file have been read so far. Any thread may ask.</summary>
    long Offset { get; }

    /// <summary>Closes the file. The next read opens it again at the same place.</summary>
    void Suspend();
}
