namespace Nexus.Reactive;

/// <summary>The kind of an entry in a recording.</summary>
internal enum RecordedKind
{
    /// <summary>A message with its arrival time.</summary>
    Message,

    /// <summary>A message that moves the clock and reaches no subscriber: a message of another symbol in a recording of one.</summary>
    Hidden,

    /// <summary>A line that is not an arrival time and a message.</summary>
    DamagedLine,

    /// <summary>A position at which an unknown number of messages is missing.</summary>
    Gap,

    /// <summary>The error with which the recorded source ended; no message.</summary>
    Error,
}
