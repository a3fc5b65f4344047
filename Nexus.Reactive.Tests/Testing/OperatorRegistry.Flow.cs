using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Testing.RegisteredOperator;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The operators of order flow and averages.</summary>
internal static partial class OperatorRegistry
{
    private static RegisteredOperator[] OrderFlow()
    {
        var books = BookSession();
        decimal[] weights = [2, 1];
        return
        [
            Of((trades, scheduler) => trades.CumulativeDelta(scheduler), Trades),
            OfFeed(feed => feed.CumulativeDelta(), Session),
            Of((trades, resets, scheduler) => trades.CumulativeDelta(resets, scheduler), Trades, Books),
            OfFeed(feed => feed.CumulativeDelta(Observable.Never<int>()), Session),
            Of(source => source.BookImbalance(1), Books),
            OfFeed(feed => feed.BookImbalance(1), books),
            Of(source => source.BookImbalance(weights), Books),
            OfFeed(feed => feed.BookImbalance(weights), books),
            Of(source => source.Microprice(), Books),
            OfFeed(feed => feed.Microprice(), books),
            Of(source => source.OrderFlowImbalance(), Books),
            OfFeed(feed => feed.OrderFlowImbalance(), books),
            Of((source, scheduler) => source.OrderFlowImbalance(Windowing.Tumbling(Second), scheduler), Books),
            OfFeed(feed => feed.OrderFlowImbalance(Windowing.Tumbling(Second)), books),
            Of((trades, scheduler) => trades.Sweeps(scheduler, true), Trades),
            OfFeed(feed => feed.Sweeps(false), Session),
            Of((trades, scheduler) => trades.VolumeProfiles(Windowing.Tumbling(Second), scheduler), Trades),
            OfFeed(feed => feed.VolumeProfiles(Windowing.Tumbling(Second)), Session),
        ];
    }

    private static RegisteredOperator[] Averages() =>
    [
        Of((trades, scheduler) => trades.VwapBands(Windowing.Tumbling(Second), scheduler), Trades),
        OfFeed(feed => feed.VwapBands(Windowing.Tumbling(Second)), Session),
        Of((source, scheduler) => source.Twap(Windowing.Tumbling(Second), scheduler), Books),
        OfFeed(feed => feed.Twap(Windowing.Tumbling(Second)), BookSession()),
        Of((trades, scheduler) => trades.VwapAnchored(Marbles.DefaultStart, scheduler), Trades),
        OfFeed(feed => feed.VwapAnchored(Marbles.DefaultStart), Session),
        Of((trades, anchors, scheduler) => trades.VwapAnchored(anchors, scheduler), Trades, Trades),
        OfFeed(feed => feed.VwapAnchored(Observable.Return(0)), Session),
        Of((trades, scheduler) => trades.Ewma(Second, scheduler, true), Trades),
        OfFeed(feed => feed.Ewma(Second, false), Session),
        Of((trades, scheduler) => trades.RealizedVolatility(Windowing.Tumbling(Second), scheduler), Trades),
        OfFeed(feed => feed.RealizedVolatility(Windowing.Tumbling(Second)), Session),
        Of(bars => bars.RealizedVolatility(2), Bars()),
        Of(bars => bars.WithoutEmpty(), Bars()),
        Of(bars => bars.WithoutPartial(), Bars()),
        Of(bars => bars.CarryClose(), Bars()),
        Of((bars, scheduler) => bars.CorrectBars(Observable.Never<BackFill>(), Hour, scheduler), Bars()),
        Of((bars, scheduler) => bars.HoldUntilFilled(Observable.Never<BackFill>(), Hour, scheduler), Bars()),
        Of(bars => bars.Resample(Windowing.Tumbling(Second)), Bars()),
    ];

    private static VwapBar[] Bars() =>
    [
        .. Enumerable.Range(0, 6).Select(static index => new VwapBar
        {
            Symbol = Make.Symbol,
            Start = At(index),
            End = At(index + 1),
            TradeCount = 1,
            Open = 100 + index,
            High = 100 + index,
            Low = 100 + index,
            Close = 100 + index,
            IsComplete = true,
        }),
    ];

    // Books 400 ms apart, a gap among them.
    private static NexusMessage[] BookSession() =>
    [
        Books[0] with { Timestamp = At(0) },
        Books[1] with { Timestamp = At(1) },
        Books[5] with { Timestamp = At(2) },
        Make.Gap(),
        Books[2] with { Timestamp = At(3) },
        Books[3] with { Timestamp = At(4) },
        Books[4] with { Timestamp = At(5) },
        Books[0] with { Timestamp = At(6) },
    ];
}
