namespace Nexus.Reactive.Nats;

/// <summary>A message that the log has not acknowledged yet.</summary>
/// <param name="Subject">The subject of the message.</param>
/// <param name="Payload">The message as UTF-8.</param>
/// <param name="IsPublic">Whether every reader may see it.</param>
/// <param name="ArrivedAt">The arrival time, in nanoseconds since the Unix epoch.</param>
internal readonly record struct PendingEntry(string Subject, byte[] Payload, bool IsPublic, long ArrivedAt);

/// <summary>An entry in transit to the log, with the condition under which the log accepts it.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="Entry">The message.</param>
/// <param name="ExpectedLastId">The id that the log's last entry must have; null for a session's first entry.</param>
/// <param name="ExpectedLastSequence">The sequence that the log's last entry must have; only for a session's first entry.</param>
internal readonly record struct OutgoingEntry(EntryId Id, PendingEntry Entry, EntryId? ExpectedLastId, ulong? ExpectedLastSequence);
