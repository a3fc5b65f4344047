namespace Nexus.Reactive.Nats;

/// <summary>The end of a log.</summary>
/// <param name="LastSequence">The sequence of the last entry; 0 if the log never had an entry.</param>
/// <param name="LastId">The last entry's id; null if the log is empty.</param>
internal readonly record struct LogTail(ulong LastSequence, EntryId? LastId);
