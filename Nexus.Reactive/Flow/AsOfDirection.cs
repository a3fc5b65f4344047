namespace Nexus.Reactive;

/// <summary>Which item an as-of join looks for, by event time.</summary>
public enum AsOfDirection
{
    /// <summary>The latest item at or before the time; of several at one time, the last.</summary>
    Backward,

    /// <summary>The earliest item at or after the time; of several at one time, the first.</summary>
    Forward,

    /// <summary>The nearest item; of two that are equally near, the earlier one.</summary>
    Nearest,
}
