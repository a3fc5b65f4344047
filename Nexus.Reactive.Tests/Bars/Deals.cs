using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Helpers that create trades and format bars.</summary>
internal static class Deals
{
    public static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    public static readonly Symbol Eth = Symbol.Parse("SPOT_ETH_USDT");
    public static readonly DateTimeOffset T0 = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static DateTimeOffset At(double seconds) => T0 + Seconds(seconds);

    public static Trade Deal(double seconds, decimal price, decimal quantity, Side side = Side.Buy, Symbol? symbol = null) =>
        new(symbol ?? Btc, At(seconds), price, quantity, side);

    /// <summary>Marbles with one-second frames from <see cref="T0"/> on, which is a multiple of five seconds.</summary>
    public static Marbles EachSecond() => new(Seconds(1), T0);

    /// <summary>For diagrams: <c>t</c> and <c>e</c> are trades of two symbols.</summary>
    public static Dictionary<char, Trade> Drawn { get; } = new()
    {
        ['t'] = Make.Trade("100x1 buy"),
        ['e'] = Make.Trade("50x1 buy", "SPOT_ETH_USDT"),
    };

    /// <summary>A bar in a diagram: its number of trades.</summary>
    public static char Count(VwapBar bar) => bar.TradeCount is >= 0 and <= 9 ? (char)('0' + bar.TradeCount) : throw new ArgumentOutOfRangeException(nameof(bar));

    /// <summary>A bar in a diagram: <c>=</c> complete, <c>~</c> incomplete, <c>/</c> cut by a gap.</summary>
    public static char Mark(VwapBar bar) => (bar.IsComplete, bar.HasGap) switch
    {
        (true, false) => '=',
        (false, false) => '~',
        (false, true) => '/',
        _ => throw new ArgumentException("A bar with a gap must not be complete.", nameof(bar)),
    };

    /// <summary>Symbol, start and end in seconds, number of trades and flags: <c>BTC 0-1 x3</c>, <c>~</c> incomplete, <c>!</c> gap.</summary>
    public static string Sketch(VwapBar bar) => FormattableString.Invariant(
        $"{bar.Symbol.Base} {(bar.Start - T0).TotalSeconds}-{(bar.End - T0).TotalSeconds} x{bar.TradeCount}{(bar.IsComplete ? "" : "~")}{(bar.HasGap ? "!" : "")}");

    /// <summary>Emits trades at their times on a virtual scheduler that starts at <see cref="T0"/>, then completes.</summary>
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

    /// <summary>Delivers messages on a feed and returns its bars; see <see cref="Sketch"/>.</summary>
    public static List<string> RunFeed(Windowing windowing, params NexusMessage[] messages) => [.. GetBars(windowing, messages).Select(Sketch)];

    /// <summary>Delivers messages on a feed and returns its bars.</summary>
    public static List<VwapBar> GetBars(Windowing windowing, params NexusMessage[] messages)
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<VwapBar>();
        using var subscription = feed.Bars(windowing).Subscribe(bars.Add);
        using var connection = feed.Connect();
        foreach (var message in messages)
            source.OnNext(message);
        return bars;
    }
}
