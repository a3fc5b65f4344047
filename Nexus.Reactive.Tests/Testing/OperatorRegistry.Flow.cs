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
            Of((trades, scheduler) => trades.CumulativeDelta(scheduler), Trades).Costs(105),
            OfFeed(feed => feed.CumulativeDelta(), Session).Costs(50),
            Of((trades, resets, scheduler) => trades.CumulativeDelta(resets, scheduler), Trades, Books).Costs(55),
            OfFeed(feed => feed.CumulativeDelta(Observable.Never<int>()), Session).Costs(50),
            Of(source => source.BookImbalance(1), Books).Costs(50),
            OfFeed(feed => feed.BookImbalance(1), books).Costs(70),
            Of(source => source.BookImbalance(weights), Books).Costs(70),
            OfFeed(feed => feed.BookImbalance(weights), books).Costs(80),
            Of(source => source.Microprice(), Books).Costs(50),
            OfFeed(feed => feed.Microprice(), books).Costs(60),
            Of(source => source.OrderFlowImbalance(), Books).Costs(80),
            OfFeed(feed => feed.OrderFlowImbalance(), books).Costs(60),
            Of((source, scheduler) => source.OrderFlowImbalance(Windowing.Tumbling(Second), scheduler), Books).Costs(635),
            OfFeed(feed => feed.OrderFlowImbalance(Windowing.Tumbling(Second)), books).Costs(260),
            Of((trades, scheduler) => trades.Sweeps(scheduler, true), Trades).Costs(175),
            OfFeed(feed => feed.Sweeps(false), Session).Costs(85),
            Of((trades, scheduler) => trades.VolumeProfiles(Windowing.Tumbling(Second), scheduler), Trades).Costs(1505),
            OfFeed(feed => feed.VolumeProfiles(Windowing.Tumbling(Second)), Session).Costs(655),
        ];
    }

    private static RegisteredOperator[] Averages() =>
    [
        Of((trades, scheduler) => trades.VwapBands(Windowing.Tumbling(Second), scheduler), Trades).Costs(930),
        OfFeed(feed => feed.VwapBands(Windowing.Tumbling(Second)), Session).Costs(315),
        Of((source, scheduler) => source.Twap(Windowing.Tumbling(Second), scheduler), Books).Costs(665),
        OfFeed(feed => feed.Twap(Windowing.Tumbling(Second)), BookSession()).Costs(280),
        Of((trades, scheduler) => trades.VwapAnchored(Marbles.DefaultStart, scheduler), Trades).Costs(130),
        OfFeed(feed => feed.VwapAnchored(Marbles.DefaultStart), Session).Costs(55),
        Of((trades, anchors, scheduler) => trades.VwapAnchored(anchors, scheduler), Trades, Trades).Costs(65),
        OfFeed(feed => feed.VwapAnchored(Observable.Return(0)), Session).Costs(55),
        Of((trades, scheduler) => trades.Ewma(Second, scheduler, true), Trades).Costs(70),
        OfFeed(feed => feed.Ewma(Second, false), Session).Costs(35),
        Of((trades, scheduler) => trades.RealizedVolatility(Windowing.Tumbling(Second), scheduler), Trades).Costs(645),
        OfFeed(feed => feed.RealizedVolatility(Windowing.Tumbling(Second)), Session).Costs(180),
        Of(bars => bars.RealizedVolatility(2), Bars()).Costs(95),
        Of(bars => bars.WithoutEmpty(), Bars()).Costs(0),
        Of(bars => bars.WithoutPartial(), Bars()).Costs(0),
        Of(bars => bars.CarryClose(), Bars()).Costs(0),
        Of((bars, scheduler) => bars.CorrectBars(Observable.Never<BackFill>(), Hour, scheduler), Bars()).Costs(135),
        Of((bars, scheduler) => bars.HoldUntilFilled(Observable.Never<BackFill>(), Hour, scheduler), Bars()).Costs(0),
        Of(bars => bars.Resample(Windowing.Tumbling(Second)), Bars()).Costs(130),
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
