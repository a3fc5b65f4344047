namespace Nexus.Reactive;

/// <summary>An item that passed through a bounded buffer.</summary>
/// <param name="Value">The item.</param>
/// <param name="Dropped">How many neighbours of the item were dropped: those before it with <see cref="OverflowPolicy.DropOldest"/>, those after it with <see cref="OverflowPolicy.DropWrite"/>.</param>
public readonly record struct Buffered<T>(T Value, long Dropped);
