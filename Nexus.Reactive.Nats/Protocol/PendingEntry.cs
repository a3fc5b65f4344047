namespace Nexus.Reactive.Nats;

/// <summary>A message that is not yet known to be in the log.</summary>
/// <param name="Subject">Where it goes.</param>
/// <param name="Payload">The message as UTF-8.</param>
/// <param name="IsPublic">Whether every reader may see it.</param>
/// <param name="ArrivedAt">When it arrived, in nanoseconds since the Unix epoch.</param>
internal readonly record struct PendingEntry(string Subject, byte[] Payload, bool IsPublic, long ArrivedAt);

/// <summary>An entry on its way to the log, with the condition under which the log takes it.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="Entry">The message.</param>
/// <param name="ExpectedLastId">The id that the log's last entry must have; null for a session's first entry.</param>
/// <param name="ExpectedLastSequence">The sequence that the log's last entry must have; only for a session's first entry.</param>
internal readonly record struct OutgoingEntry(EntryId Id, PendingEntry Entry, EntryId? ExpectedLastId, ulong? ExpectedLastSequence);
