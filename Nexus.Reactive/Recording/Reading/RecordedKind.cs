namespace Nexus.Reactive;

/// <summary>What a place in a recording holds.</summary>
internal enum RecordedKind
{
    /// <summary>A message with its arrival time.</summary>
    Message,

    /// <summary>A line that is no message with an arrival time.</summary>
    DamagedLine,

    /// <summary>A place at which an unknown number of messages is missing.</summary>
    Gap,
}
