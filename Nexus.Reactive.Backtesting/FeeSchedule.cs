namespace Nexus.Reactive.Backtesting;

/// <summary>The asset in which fees are paid.</summary>
public enum FeeCurrency
{
    /// <summary>The quote asset, such as USDT in BTC_USDT.</summary>
    Quote,

    /// <summary>The base asset, such as BTC in BTC_USDT.</summary>
    Base,

    /// <summary>The asset that the order receives: the base asset for a buy order, the quote asset for a sell order.</summary>
    Received,

    /// <summary>A third asset; see <see cref="FeeSchedule.ThirdAsset"/>.</summary>
    Third,
}

/// <summary>The fees of a <see cref="PaperExchange"/>, as fractions of the traded value.</summary>
public sealed record FeeSchedule
{
    /// <summary>No fees.</summary>
    public static FeeSchedule None { get; } = new();

    /// <summary>The fee of an order that waited in the book: 0.001 is 0.1 %. A value below 0 is a rebate.</summary>
    public decimal Maker { get; init; }

    /// <summary>The fee of an order that executes immediately.</summary>
    public decimal Taker { get; init; }

    /// <summary>The asset in which fees are paid. The default is the quote asset.</summary>
    public FeeCurrency Currency { get; init => field = OptionValue.Defined(value); }

    /// <summary>The name of the asset for <see cref="FeeCurrency.Third"/>, which requires it.</summary>
    /// <exception cref="ArgumentException">Empty.</exception>
    public string? ThirdAsset
    {
        get;
        init
        {
            if (value is not null)
                ArgumentException.ThrowIfNullOrWhiteSpace(value, nameof(ThirdAsset));
            field = value;
        }
    }

    /// <summary>The price of <see cref="ThirdAsset"/> in the quote asset. The default is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public decimal ThirdAssetPrice { get; init => field = OptionValue.Positive(value); } = 1;

    /// <summary>Returns the fee of a fill, exact up to the 28 digits of a decimal, and its asset.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="side">The order's side.</param>
    /// <param name="price">The fill's price.</param>
    /// <param name="quantity">The fill's quantity.</param>
    /// <param name="isMaker">Whether the order waited in the book.</param>
    public (decimal Fee, string Asset) GetFee(Symbol symbol, Side side, decimal price, decimal quantity, bool isMaker)
    {
        OptionValue.Defined(side, nameof(side));
        var rate = isMaker ? Maker : Taker;
        return Currency switch
        {
            FeeCurrency.Base => (rate * quantity, symbol.Base),
            FeeCurrency.Received when side == Side.Buy => (rate * quantity, symbol.Base),
            FeeCurrency.Third => (rate * (price * quantity) / ThirdAssetPrice, ThirdAsset ?? throw new InvalidOperationException("The fee's third asset has no name.")),
            _ => (rate * (price * quantity), symbol.Quote),
        };
    }
}
