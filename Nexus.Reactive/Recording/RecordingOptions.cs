namespace Nexus.Reactive;

/// <summary>How a recording is written.</summary>
public sealed record RecordingOptions
{
    /// <summary>
    /// The size in bytes at which the recording continues in the next file; the path must then contain <c>{number}</c>. A file may be larger by one
    /// batch of 256 KB. Not limited unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public long? MaxFileSize
    {
        get;
        init
        {
            if (value is { } size)
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(value));
            field = value;
        }
    }

    /// <summary>The free space on the disk in bytes below which nothing is written. 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long MinFreeSpace
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>How many bytes may wait while the disk is busy. Beyond that messages are left out, and a gap stands in their place. 16 MiB unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public int MaxQueuedBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 16 * 1024 * 1024;

    /// <summary>
    /// Whether each batch is forced to the disk (<c>fsync</c>), so that it also survives a loss of power. Off unless set: a batch then survives the end of
    /// the process, but what the operating system has not written yet is lost with the power.
    /// </summary>
    public bool FlushToDisk { get; init; }

    /// <summary>
    /// Called when writing begins to fail, when the first message is left out, and at the end with the number of messages that were not written; never on
    /// the delivering thread. Unless set, a recording of a feed publishes the error on <see cref="NexusFeed.SubscriberFaults"/>. An error that nobody
    /// observes there, one after the feed's end, and one of a recording of strings is written to <see cref="System.Diagnostics.Trace"/>.
    /// </summary>
    public Action<Exception>? OnError { get; init; }
}
