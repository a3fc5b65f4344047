namespace Nexus.Reactive;

/// <summary>An item that came through a bounded buffer.</summary>
/// <param name="Value">The item.</param>
/// <param name="Dropped">How many of its neighbours had to be dropped: those before it with <see cref="OverflowPolicy.DropOldest"/>, those after it with <see cref="OverflowPolicy.DropWrite"/>.</param>
public readonly record struct Buffered<T>(T Value, long Dropped);
