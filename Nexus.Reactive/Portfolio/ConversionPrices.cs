namespace Nexus.Reactive;

/// <summary>The prices that the caller gave, or gives when asked.</summary>
internal sealed class ConversionPrices(Func<string, string, decimal?>? getPrice)
{
    private readonly Dictionary<(string Asset, string QuoteAsset), decimal> _known = [];

    public void Set(AssetPrice price)
    {
        if (price.Price is { } known)
            _known[(price.Asset, price.QuoteAsset)] = known;
        else
            _known.Remove((price.Asset, price.QuoteAsset));
    }

    /// <summary>Returns the price of one unit; null if it is not known. A price of 0 or below is not a price.</summary>
    public decimal? Find(string asset, string quoteAsset)
    {
        if (string.Equals(asset, quoteAsset, StringComparison.Ordinal))
            return 1;
        if (asset.Length == 0)
            return null;
        var price = _known.TryGetValue((asset, quoteAsset), out var known) ? known : getPrice?.Invoke(asset, quoteAsset);
        return price > 0 ? price : null;
    }
}
