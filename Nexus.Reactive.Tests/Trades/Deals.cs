using System.Reactive.Concurrency;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Trades;

/// <summary>Short ways to make trades and read bars.</summary>
internal static class Deals
{
    public static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    public static readonly Symbol Eth = Symbol.Parse("SPOT_ETH_USDT");
    public static readonly DateTimeOffset T0 = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static DateTimeOffset At(double seconds) => T0 + Seconds(seconds);

    public static Trade Deal(double seconds, decimal price, decimal quantity, Side side = Side.Buy, Symbol? symbol = null) =>
        new(symbol ?? Btc, At(seconds), price, quantity, side);

    /// <summary>Symbol, start and end in seconds, number of trades and flags: <c>BTC 0-1 x3</c>, <c>~</c> incomplete, <c>!</c> gap.</summary>
    public static string Sketch(VwapBar bar) => FormattableString.Invariant(
        $"{bar.Symbol.Base} {(bar.Start - T0).TotalSeconds}-{(bar.End - T0).TotalSeconds} x{bar.TradeCount}{(bar.IsComplete ? "" : "~")}{(bar.HasGap ? "!" : "")}");

    /// <summary>Puts trades in at their times on a virtual scheduler that starts at <see cref="T0"/>, then completes.</summary>
    public static List<VwapBar> Run(Func<IObservable<Trade>, IScheduler, IObservable<VwapBar>> windows, params Trade[] trades)
    {
        var scheduler = new HistoricalScheduler(T0);
        var source = new Subject<Trade>();
        var bars = new List<VwapBar>();
        windows(source, scheduler).Subscribe(bars.Add);
        foreach (var trade in trades)
        {
            if (trade.Timestamp > scheduler.Now)
                scheduler.AdvanceTo(trade.Timestamp);
            source.OnNext(trade);
        }

        source.OnCompleted();
        return bars;
    }
}
