namespace Nexus.Reactive.Testing;

/// <summary>Where an operator differs from others by design.</summary>
[Flags]
public enum OperatorTraits
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>What it passes on, terminals too, takes a hop on its scheduler.</summary>
    DeliversOnScheduler = 1,

    /// <summary>What a subscriber throws does not reach the source.</summary>
    Isolates = 2,
}
