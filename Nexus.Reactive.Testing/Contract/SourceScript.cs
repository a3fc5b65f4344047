namespace Nexus.Reactive.Testing;

/// <summary>What a source does within Subscribe.</summary>
/// <param name="Items">How many samples it sends.</param>
/// <param name="Error">The error that follows; null: it completes.</param>
/// <param name="Thrown">An exception that Subscribe throws instead of everything else.</param>
internal sealed record SourceScript(int Items, Exception? Error = null, Exception? Thrown = null);
