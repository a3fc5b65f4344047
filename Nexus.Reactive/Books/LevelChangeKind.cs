namespace Nexus.Reactive;

/// <summary>The kind of a change of a level between two books.</summary>
public enum LevelChangeKind
{
    /// <summary>The earlier book does not have the price.</summary>
    Added,

    /// <summary>The quantity differs.</summary>
    Changed,

    /// <summary>The later book does not have the price.</summary>
    Removed,
}
