namespace Nexus.Reactive;

/// <summary>What a full buffer does with one item more.</summary>
public enum OverflowPolicy
{
    /// <summary>Drops the item that has waited longest.</summary>
    DropOldest,

    /// <summary>Drops the one that came.</summary>
    DropWrite,

    /// <summary>Ends the stream with an <see cref="InvalidOperationException"/>, after what is buffered.</summary>
    Fail,
}
