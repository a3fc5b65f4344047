using System.Globalization;

namespace Nexus.Reactive;

/// <summary>One level that differs between two books.</summary>
/// <param name="Side">The side of the book.</param>
/// <param name="Price">In the quote asset.</param>
/// <param name="OldQuantity">Before, in the base asset; 0 when the price was not there.</param>
/// <param name="NewQuantity">After, in the base asset; 0 when the price is not there any more.</param>
public readonly record struct LevelChange(BookSide Side, decimal Price, decimal OldQuantity, decimal NewQuantity)
{
    /// <summary>What happened to the level.</summary>
    public LevelChangeKind Kind =>
        OldQuantity == 0 ? LevelChangeKind.Added : NewQuantity == 0 ? LevelChangeKind.Removed : LevelChangeKind.Changed;

    /// <summary><c>Ask 61837.64 1.6052→1.5</c>, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Side} {Price} {OldQuantity}→{NewQuantity}");
}
