namespace Nexus.Reactive;

/// <summary>What precedes the first message that is written to a file.</summary>
internal enum RecordingStart
{
    /// <summary>Nothing.</summary>
    New,

    /// <summary>An earlier run; what was sent between the two is unknown. A gap is written.</summary>
    Interruption,

    /// <summary>The previous file of the same run, without a break. An empty line is written.</summary>
    Continuation,
}
