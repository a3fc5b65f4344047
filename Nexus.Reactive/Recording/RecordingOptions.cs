namespace Nexus.Reactive;

/// <summary>Options for writing a recording.</summary>
public sealed record RecordingOptions
{
    /// <summary>
    /// The size in bytes at which the recording continues in a new file; the path must contain <c>{number}</c>. A file may exceed it by one batch of
    /// 256 KiB. By default there is no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public long? MaxFileSize { get; init => field = value is { } size ? OptionValue.Positive(size) : null; }

    /// <summary>The free disk space in bytes below which no messages are written. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long MinFreeSpace { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// The maximum memory in bytes of the messages that wait while the disk is busy. Further messages are not recorded; a gap marks their position. In
    /// addition, a recording takes up to 2 MiB for its buffers and the memory of one message. The default is 16 MiB.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public int MaxQueuedBytes { get; init => field = OptionValue.Positive(value); } = 16 * 1024 * 1024;

    /// <summary>
    /// Whether each batch is flushed to the disk (<c>fsync</c>), so that it survives a power failure. The default is false: a batch then survives a crash of
    /// the process, but a power failure loses the data that the operating system has not yet written.
    /// </summary>
    public bool FlushToDisk { get; init; }

    /// <summary>
    /// Called when writing starts to fail, when the first message is dropped, and at the end with the number of messages that were not written; never on
    /// the delivering thread. While it runs, nothing is written, so it must not block. By default, a recording of a feed publishes the error on <see cref="NexusFeed.SubscriberFaults"/>. If that has no subscriber
    /// and there is no <see cref="NexusFeedOptions.UnobservedFault"/>, the error is written to the standard error stream, and <c>DisposeAsync</c> throws the
    /// last error if messages are missing. The same applies after the feed's end. Unlike other faults, an unobserved error of a recording never ends the
    /// process. A recording of strings writes the error to the standard error stream and ends with an <see cref="IOException"/> instead of OnCompleted.
    /// </summary>
    public Action<Exception>? OnError { get; init; }

    /// <summary>The host; a simulation replaces it.</summary>
    internal IRecordingHost Host { get; init; } = RecordingHost.Instance;
}
