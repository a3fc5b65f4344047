using System.Globalization;

namespace Nexus.Reactive;

/// <summary>One level that differs between two books.</summary>
/// <param name="Side">The side of the book.</param>
/// <param name="Price">The price in the quote asset.</param>
/// <param name="OldQuantity">The quantity before, in the base asset; 0 if the earlier book does not have the price.</param>
/// <param name="NewQuantity">The quantity after, in the base asset; 0 if the later book does not have the price.</param>
public readonly record struct LevelChange(BookSide Side, decimal Price, decimal OldQuantity, decimal NewQuantity)
{
    /// <summary>The kind of change.</summary>
    public LevelChangeKind Kind =>
        OldQuantity == 0 ? LevelChangeKind.Added : NewQuantity == 0 ? LevelChangeKind.Removed : LevelChangeKind.Changed;

    /// <summary>Returns the change as <c>Ask 61837.64 1.6052→1.5</c>, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Side} {Price} {OldQuantity}→{NewQuantity}");
}
