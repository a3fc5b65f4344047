namespace Nexus.Reactive.Testing;

/// <summary>The behaviour of a source within Subscribe.</summary>
/// <param name="Items">The number of samples it sends.</param>
/// <param name="Error">The error that follows; null to complete.</param>
/// <param name="Thrown">An exception that Subscribe throws instead of everything else.</param>
internal sealed record SourceScript(int Items, Exception? Error = null, Exception? Thrown = null);
