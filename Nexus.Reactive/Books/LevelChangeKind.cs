namespace Nexus.Reactive;

/// <summary>What happened to a level between two books.</summary>
public enum LevelChangeKind
{
    /// <summary>Its price was not there before.</summary>
    Added,

    /// <summary>Its quantity is another.</summary>
    Changed,

    /// <summary>Its price is not there any more.</summary>
    Removed,
}
