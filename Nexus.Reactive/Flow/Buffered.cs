using System.Globalization;

namespace Nexus.Reactive;

/// <summary>An item that passed through a bounded buffer.</summary>
/// <param name="Value">The item.</param>
/// <param name="Dropped">The number of items dropped next to this one: just before it with <see cref="OverflowPolicy.DropOldest"/>, just after it with <see cref="OverflowPolicy.DropWrite"/>.</param>
public readonly record struct Buffered<T>(T Value, long Dropped)
{
    /// <summary>Returns the item and the number of dropped items, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}, {Dropped} dropped");
}
