namespace Nexus.Reactive.Testing;

/// <summary>Something that a run has to bring about.</summary>
internal interface IExpectation
{
    /// <summary>What is wrong, for a person; null when nothing is.</summary>
    string? Failure();
}
