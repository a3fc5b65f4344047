namespace Nexus.Reactive;

/// <summary>One side of a book as sent.</summary>
/// <param name="Value">The value; only an array can be a side.</param>
/// <param name="Levels">The levels in the order in which they were sent.</param>
/// <param name="Fault">The first error, starting with the index: <c>[3].price is missing</c>.</param>
internal readonly record struct RawSide(JsonValue Value, List<Level>? Levels = null, string? Fault = null);
