namespace Nexus.Reactive;

/// <summary>One side of a book as it is on the wire.</summary>
/// <param name="Value">The value; only an array can be a side.</param>
/// <param name="Levels">The levels in the order of the wire.</param>
/// <param name="Fault">The first fault, starting with the index: <c>[3].price is missing</c>.</param>
internal readonly record struct RawSide(JsonValue Value, List<Level>? Levels = null, string? Fault = null);
