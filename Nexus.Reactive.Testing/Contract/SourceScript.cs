namespace Nexus.Reactive.Testing;

/// <summary>The behaviour of a source within Subscribe.</summary>
/// <param name="Items">The number of samples that the source emits.</param>
/// <param name="Error">The error that follows; null if the source completes.</param>
/// <param name="Thrown">An exception that Subscribe throws instead.</param>
internal sealed record SourceScript(int Items, Exception? Error = null, Exception? Thrown = null);
