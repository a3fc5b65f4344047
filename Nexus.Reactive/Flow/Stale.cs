namespace Nexus.Reactive;

/// <summary>An item of a stream that is watched for silence, or the word that it has fallen silent.</summary>
/// <param name="IsStale">Whether this is the word of silence.</param>
/// <param name="Value">The item; with the word of silence the last one, or none if none came.</param>
public sealed record Stale<T>(bool IsStale, T? Value);
