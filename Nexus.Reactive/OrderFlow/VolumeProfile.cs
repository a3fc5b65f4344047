using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The volume of one symbol in one window by price: the footprint of a bar, or the volume profile of a session.</summary>
/// <remarks>Volumes are in the base asset, prices in the quote asset. Profiles are equal if their symbols, bounds, flags and levels are equal.</remarks>
public sealed record VolumeProfile : IHasSymbol
{
    [SetsRequiredMembers]
    internal VolumeProfile(Symbol symbol, long start, long end, ImmutableArray<ProfileLevel> levels, bool isComplete, bool hasGap)
    {
        Symbol = symbol;
        Start = new DateTimeOffset(start, TimeSpan.Zero);
        End = new DateTimeOffset(end, TimeSpan.Zero);
        Levels = levels;
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; }

    /// <summary>The start of the window in UTC, as in <see cref="VwapBar.Start"/>.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The end of the window in UTC, as in <see cref="VwapBar.End"/>.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The prices with trades, lowest first.</summary>
    public ImmutableArray<ProfileLevel> Levels { get; private init; }

    /// <summary>The number of trades.</summary>
    public int TradeCount => Levels.Sum(static level => level.TradeCount);

    /// <summary>Σ quantity of all levels.</summary>
    /// <exception cref="OverflowException">The sum is beyond decimal's range.</exception>
    public decimal Volume => Total(Levels).ToDecimal();

    /// <summary>True if the whole window was received, as in <see cref="VwapBar.IsComplete"/>.</summary>
    public bool IsComplete { get; }

    /// <summary>True if the symbol's stream was cut inside the window, as in <see cref="VwapBar.HasGap"/>.</summary>
    public bool HasGap { get; }

    /// <summary>
    /// The level with the most volume; null without trades. If several have it, the one nearest to the middle between the lowest and the highest price, and the
    /// higher one of two at the same distance.
    /// </summary>
    public ProfileLevel? PointOfControl => Levels.IsEmpty ? null : Levels[FindPointOfControl()];

    /// <summary>Returns the lowest and the highest price of the value area: the levels around the point of control that have a share of the volume.</summary>
    /// <remarks>
    /// The area starts with the point of control. While its volume is below the share of the total, it grows by the next level above or below, whichever has more
    /// volume; by the one above if both have the same. Levels are the prices with trades, or the groups of a grouped profile.
    /// </remarks>
    /// <param name="share">The share of the volume, above 0 and at most 1.</param>
    /// <returns>The bounds, null without trades.</returns>
    public (decimal Low, decimal High)? ValueArea(decimal share = 0.7m)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (Levels.IsEmpty)
            return null;
        var target = ExactSum.Multiply(new ExactSum(share), Total(Levels));
        var low = FindPointOfControl();
        var high = low;
        var inside = Levels[low].Sums.Volume;
        while (!inside.IsAtLeast(target))
        {
            if (low == 0 || (high < Levels.Length - 1 && Levels[high + 1].Sums.Volume.IsAtLeast(Levels[low - 1].Sums.Volume)))
                inside.Add(Levels[++high].Sums.Volume);
            else
                inside.Add(Levels[--low].Sums.Volume);
        }

        return (Levels[low].Price, Levels[high].Price);
    }

    /// <summary>Returns the profile with the prices rounded down to multiples of a step.</summary>
    /// <param name="priceStep">The step in the quote asset, above 0.</param>
    public VolumeProfile Group(decimal priceStep)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(priceStep);
        var groups = ImmutableArray.CreateBuilder<ProfileLevel>();
        foreach (var level in Levels)
        {
            var price = ExactRatio.Trim(level.Price - (level.Price % priceStep));
            var sums = level.Sums;
            if (groups.Count == 0 || groups[^1].Price != price)
            {
                groups.Add(new ProfileLevel(price, sums));
                continue;
            }

            sums.Add(groups[^1].Sums);
            groups[^1] = new ProfileLevel(price, sums);
        }

        return this with { Levels = groups.ToImmutable() };
    }

    /// <inheritdoc/>
    public bool Equals(VolumeProfile? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Symbol == other.Symbol
            && Start == other.Start
            && End == other.End
            && IsComplete == other.IsComplete
            && HasGap == other.HasGap
            && Levels.AsSpan().SequenceEqual(other.Levels.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Start, End, Levels.Length);

    /// <summary>Returns the symbol, the window and the number of levels in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"VolumeProfile {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} {Levels.Length} prices, {TradeCount} trades{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");

    private static ExactSum Total(ImmutableArray<ProfileLevel> levels)
    {
        var total = default(ExactSum);
        foreach (var level in levels)
            total.Add(level.Sums.Volume);
        return total;
    }

    private int FindPointOfControl()
    {
        var best = 0;
        for (var i = 1; i < Levels.Length; i++)
        {
            var volume = Levels[i].Sums.Volume;
            var most = Levels[best].Sums.Volume;
            if (volume.IsAtLeast(most) && (!most.IsAtLeast(volume) || IsAtLeastAsCentral(i, best)))
                best = i;
        }

        return best;
    }

    // Compares distances from the middle without rounding: the higher price is as near if the two average at most the middle.
    private bool IsAtLeastAsCentral(int higher, int lower)
    {
        ExactSum middle = new(Levels[0].Price), both = new(Levels[lower].Price);
        middle.Add(Levels[^1].Price);
        both.Add(Levels[higher].Price);
        return middle.IsAtLeast(both);
    }
}
