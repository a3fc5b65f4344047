namespace Nexus.Reactive;

/// <summary>One line of a recording.</summary>
/// <param name="Nanoseconds">When the message arrived, since the Unix epoch; this is what lines are merged by.</param>
/// <param name="Time">The same in the scheduler's 100 ns.</param>
/// <param name="Message">The raw string.</param>
internal readonly record struct RecordedLine(Int128 Nanoseconds, DateTimeOffset Time, string Message);
