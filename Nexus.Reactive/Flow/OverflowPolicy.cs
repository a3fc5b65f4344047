namespace Nexus.Reactive;

/// <summary>The policy for a new item when a buffer is full.</summary>
public enum OverflowPolicy
{
    /// <summary>Drops the item that has waited longest.</summary>
    DropOldest,

    /// <summary>Drops the new item.</summary>
    DropWrite,

    /// <summary>Ends the stream with an <see cref="InvalidOperationException"/>, after the buffered items.</summary>
    Fail,
}
