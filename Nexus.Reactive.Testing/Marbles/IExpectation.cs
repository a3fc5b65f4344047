namespace Nexus.Reactive.Testing;

/// <summary>An expectation that a run must fulfill.</summary>
internal interface IExpectation
{
    /// <summary>Returns a description of the failure; null if there is none.</summary>
    string? Failure();
}
