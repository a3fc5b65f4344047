using System.Numerics;
using CsCheck;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Numbers;

/// <summary>Exact arithmetic on big integers, slow and simple.</summary>
internal static class BigModel
{
    private static readonly BigInteger MaxMantissa = (BigInteger.One << 96) - 1;

    /// <summary>Any decimal above 0 that a message may contain, from 1e-28 to the greatest.</summary>
    public static readonly Gen<decimal> AnyPositive =
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Byte[0, 28]).Select(it => new decimal(it.Item1, it.Item2, it.Item3, false, it.Item4)).Where(value => value > 0);

    /// <summary>Usually typical numbers of a market, sometimes any numbers.</summary>
    public static readonly Gen<decimal> Number =
        Gen.Frequency((9, Gen.Int[1, 1_000_000].Select(value => value / 100m)), (1, AnyPositive));

    /// <summary>Numbers with a few decimal places whose sum usually fits 64 bits and sometimes slightly exceeds them.</summary>
    public static readonly Gen<decimal> Narrow = Gen.Select(
        Gen.Frequency((30, Gen.Long[1, 9_999_999]), (5, Gen.Long[1, 1_000_000_000_000]), (1, Gen.Long[1, long.MaxValue])),
        Gen.Frequency((9, Gen.Byte[0, 4]), (1, Gen.Byte[0, 12]))).Select((mantissa, scale) => new decimal((int)mantissa, (int)(mantissa >> 32), 0, false, scale));

    /// <summary>Trades of two symbols; timestamps repeat, advance, jump and move back.</summary>
    public static readonly Gen<Trade[]> Trades = CreateTrades(Number);

    /// <summary>The same trades with numbers that a sliding window usually stores as scaled integers.</summary>
    public static readonly Gen<Trade[]> NarrowTrades = CreateTrades(Narrow);

    private static Gen<Trade[]> CreateTrades(Gen<decimal> number) =>
        Gen.Select(Gen.Frequency((3, Gen.Const(0)), (5, Gen.Int[1, 900]), (1, Gen.Int[1000, 9000]), (1, Gen.Int[-300, -1])), number, Gen.Frequency((9, number), (1, Gen.Const(0m))), Gen.Bool, Gen.Bool)
            .Array[0, 40]
            .Select(steps =>
            {
                var milliseconds = 0;
                return steps.Select(step =>
                {
                    milliseconds = Math.Max(0, milliseconds + step.Item1);
                    return new Trade(step.Item5 ? Btc : Eth, T0.AddMilliseconds(milliseconds), step.Item2, step.Item3, step.Item4 ? Side.Buy : Side.Sell);
                }).ToArray();
            });

    /// <summary>The number in units of 1e-28.</summary>
    public static BigInteger Units(decimal value)
    {
        var bits = decimal.GetBits(value);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return (value < 0 ? -mantissa : mantissa) * BigInteger.Pow(10, 28 - value.Scale);
    }

    /// <summary>The nearest decimal with as many digits as fit, half to even; null if it is out of range.</summary>
    public static decimal? Nearest(BigInteger dividend, BigInteger divisor)
    {
        for (var scale = 28; scale >= 0; scale--)
        {
            var (quotient, rest) = BigInteger.DivRem(BigInteger.Abs(dividend) * BigInteger.Pow(10, scale), divisor);
            if (2 * rest > divisor || (2 * rest == divisor && !quotient.IsEven))
                quotient++;
            if (quotient <= MaxMantissa)
            {
                var bytes = new byte[13];
                quotient.TryWriteBytes(bytes, out _, isUnsigned: true);
                return new decimal(BitConverter.ToInt32(bytes, 0), BitConverter.ToInt32(bytes, 4), BitConverter.ToInt32(bytes, 8), dividend.Sign < 0, (byte)scale);
            }
        }

        return null;
    }

    /// <summary>A bar as text, its sums computed from the plain list.</summary>
    public static string Bar(Symbol symbol, DateTimeOffset start, DateTimeOffset end, IReadOnlyCollection<Trade> trades, bool isComplete)
    {
        BigInteger Sum(Func<Trade, BigInteger> of) => trades.Aggregate(BigInteger.Zero, (sum, trade) => sum + of(trade));
        var volume = Sum(trade => Units(trade.Quantity));
        var notional = Sum(trade => Units(trade.Price) * Units(trade.Quantity));
        var one = BigInteger.Pow(10, 28);
        return Show(
            symbol,
            start,
            end,
            () => volume.IsZero ? null : Nearest(notional, volume * one),
            [
                () => Nearest(volume, one),
                () => Nearest(notional, one * one),
                () => Nearest(Sum(trade => trade.Side == Side.Buy ? Units(trade.Quantity) : 0), one),
                () => Nearest(Sum(trade => trade.Side == Side.Sell ? Units(trade.Quantity) : 0), one),
            ],
            trades.Count,
            [trades.FirstOrDefault()?.Price, trades.Count == 0 ? null : trades.Max(trade => trade.Price), trades.Count == 0 ? null : trades.Min(trade => trade.Price), trades.LastOrDefault()?.Price],
            isComplete);
    }

    /// <summary>A bar as text.</summary>
    public static string Bar(VwapBar bar) => Show(
        bar.Symbol,
        bar.Start,
        bar.End,
        () => bar.Vwap,
        [() => Read(() => bar.Volume), () => Read(() => bar.Notional), () => Read(() => bar.BuyVolume), () => Read(() => bar.SellVolume)],
        bar.TradeCount,
        [bar.Open, bar.High, bar.Low, bar.Close],
        bar.IsComplete);

    private static decimal? Read(Func<decimal> read)
    {
        try
        {
            return read();
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static string Show(Symbol symbol, DateTimeOffset start, DateTimeOffset end, Func<decimal?> vwap, Func<decimal?>[] sums, int count, decimal?[] prices, bool isComplete) =>
        FormattableString.Invariant($"{symbol.Base} {(start - T0).TotalSeconds}-{(end - T0).TotalSeconds} x{count} {vwap():G29} [{string.Join(' ', sums.Select(sum => FormattableString.Invariant($"{sum():G29}")))}] [{string.Join(' ', prices.Select(price => FormattableString.Invariant($"{price:G29}")))}] {isComplete}");
}
