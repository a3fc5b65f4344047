using System.Globalization;

namespace Nexus.Reactive;

/// <summary>A price that the caller gives to convert amounts of one asset to another.</summary>
public sealed record AssetPrice
{
    /// <param name="asset">The asset.</param>
    /// <param name="quoteAsset">The asset in which the price is given.</param>
    /// <param name="price">The price of one unit, above 0; null if it is no longer known.</param>
    public AssetPrice(string asset, string quoteAsset, decimal? price)
    {
        ArgumentException.ThrowIfNullOrEmpty(asset);
        ArgumentException.ThrowIfNullOrEmpty(quoteAsset);
        DecimalRange.Positive(price, nameof(price));
        (Asset, QuoteAsset, Price) = (asset, quoteAsset, price);
    }

    /// <summary>The asset.</summary>
    public string Asset { get; }

    /// <summary>The asset in which the price is given.</summary>
    public string QuoteAsset { get; }

    /// <summary>The price of one unit; null if it is no longer known.</summary>
    public decimal? Price { get; }

    /// <summary>Returns the price in one line, independent of culture.</summary>
    public override string ToString() => $"AssetPrice {Asset} {Price?.ToString(CultureInfo.InvariantCulture) ?? "-"} {QuoteAsset}";
}
