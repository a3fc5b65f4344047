namespace Nexus.Reactive;

/// <summary>One side of a book as it stands on the wire.</summary>
/// <param name="Value">What stands there; only an array can be a side.</param>
/// <param name="Levels">Its levels in the order of the wire.</param>
/// <param name="Fault">The first thing wrong in it, from the index on: <c>[3].price is missing</c>.</param>
internal readonly record struct RawSide(JsonValue Value, List<Level>? Levels = null, string? Fault = null);
