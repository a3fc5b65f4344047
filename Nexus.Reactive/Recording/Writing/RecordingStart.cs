namespace Nexus.Reactive;

/// <summary>The data before the first message that is written to a file.</summary>
internal enum RecordingStart
{
    /// <summary>No data.</summary>
    New,

    /// <summary>A gap, because an earlier run ended and the messages between the two runs are unknown.</summary>
    Interruption,
}
