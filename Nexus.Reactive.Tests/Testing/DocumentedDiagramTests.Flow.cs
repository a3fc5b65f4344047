using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The diagrams of order flow and averages.</summary>
public sealed partial class DocumentedDiagramTests
{
    private static readonly Dictionary<char, VwapBar> Bars = new()
    {
        ['a'] = BarOf(100, 1),
        ['b'] = BarOf(101, 1),
        ['p'] = BarOf(102, 1) with { IsComplete = false },
        ['e'] = BarOf(null, 0),
        ['x'] = BarOf(100, 0),
    };

    private static readonly Dictionary<string, Action<Marbles, DocumentedDiagram>> FlowRuns = new(StringComparer.Ordinal)
    {
        ["CumulativeDelta"] = static (m, d) =>
        {
            var deltas = d.Signature.Contains("``0", StringComparison.Ordinal)
                ? m.Hot(d["trades"], Trades).CumulativeDelta(m.Hot(d["resets"]), m.Scheduler)
                : m.Hot(d["trades"], Trades).CumulativeDelta(m.Scheduler);
            m.Expect(deltas.Select(static delta => delta.Cumulative)).ToBe(d.Result, ('0', 0), ('1', 1), ('2', 2), ('3', 3));
        },
        ["BookImbalance"] = static (m, d) => m.Expect(m.Hot(d["books"], Books).BookImbalance(1).Select(static signal => signal.Value)).ToBe(d.Result, ('0', 0m), ('p', 1 / 3m)),
        ["Microprice"] = static (m, d) => m.Expect(m.Hot(d["books"], Books).Microprice().Select(static signal => signal.Value)).ToBe(d.Result, ('p', 50.5m), ('q', 100.5m)),
        ["OrderFlowImbalance"] = static (m, d) =>
        {
            if (d.Signature.Contains("Windowing", StringComparison.Ordinal))
                m.Expect(m.Hot(d["books"], Books).OrderFlowImbalance(Windowing.Tumbling(Five), m.Scheduler).Select(static bar => bar.Imbalance)).ToBe(d.Result, ('x', 1), ('y', 0), ('z', -1));
            else
                m.Expect(m.Hot(d["books"], Books).OrderFlowImbalance().Select(static change => change.Imbalance)).ToBe(d.Result, ('0', 0), ('1', 1));
        },
        ["Sweeps"] = static (m, d) =>
        {
            var (a, b) = (Make.Trade("100x1 buy"), Make.Trade("101x2 buy"));
            m.Expect(m.Hot(d["trades"], ('a', a), ('b', b)).Sweeps(m.Scheduler).Select(static sweep => (sweep.Quantity, sweep.FirstPrice, sweep.TradeCount)))
                .ToBe(d.Result, ('x', (2, 100, 2)), ('y', (2, 101, 1)), ('z', (1, 100, 1)), ('w', (2, 101, 1)));
        },
        ["VolumeProfiles"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).VolumeProfiles(Windowing.Tumbling(Five), m.Scheduler).Select(static profile => string.Join(';', profile.Levels)))
            .ToBe(d.Result, ('x', "100: 1 bought, 1 sold"), ('e', ""), ('y', "100: 5 bought, 0 sold")),
        ["VwapBands"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).VwapBands(Windowing.Tumbling(Five), m.Scheduler).Select(static bands => (bands.Volume, bands.Deviation)))
            .ToBe(d.Result, ('x', (9m, (decimal?)0m)), ('e', (0m, null)), ('y', (5m, 0m))),
        ["Twap"] = static (m, d) =>
        {
            var (a, c) = (Make.Book("99x1 | 101x1"), Make.Book("103x1 | 105x1"));
            m.Expect(m.Hot(d["books"], ('a', a), ('c', c)).Twap(Windowing.Tumbling(Five), m.Scheduler).Select(static bar => (bar.Twap, bar.Known.TotalSeconds)))
                .ToBe(d.Result, ('x', (102m, 4)), ('y', (104m, 5)), ('z', (104m, 3)));
        },
        ["Ewma"] = static (m, d) => m.Expect(m.Hot(d["trades"], ('p', Make.Trade("100x1 buy")), ('q', Make.Trade("103x1 buy"))).Ewma(TimeSpan.FromSeconds(2), m.Scheduler).Select(static average => Math.Round(average.Value!.Value, 9)))
            .ToBe(d.Result, ('x', 100.0), ('y', 102.0)),
        ["RealizedVolatility"] = static (m, d) =>
        {
            var volatilities = d.Signature.Contains("VwapBar", StringComparison.Ordinal)
                ? m.Hot(d["bars"], ('a', BarOf(100, 1)), ('r', BarOf(110, 1)), ('e', BarOf(null, 0))).RealizedVolatility(2)
                : m.Hot(d["trades"], ('a', Make.Trade("100x1 buy")), ('r', Make.Trade("110x1 buy")), ('c', Make.Trade("100x5 buy"))).RealizedVolatility(Windowing.Tumbling(Five), m.Scheduler);
            m.Expect(volatilities.Select(static volatility => Math.Round(volatility.Volatility, 12))).ToBe(d.Result, ('x', Math.Round(Math.Log(1.1), 12)), ('e', 0.0));
        },
        ["WithoutEmpty"] = static (m, d) => m.Expect(m.Hot(d["bars"], Bars).WithoutEmpty()).ToBe(d.Result, Bars),
        ["WithoutPartial"] = static (m, d) => m.Expect(m.Hot(d["bars"], Bars).WithoutPartial()).ToBe(d.Result, Bars),
        ["CarryClose"] = static (m, d) => m.Expect(m.Hot(d["bars"], Bars).CarryClose()).ToBe(d.Result, Bars),
        ["Resample"] = static (m, d) =>
        {
            var bars = "abcde".Select(static (letter, i) => (letter, BarOf(100 + i, 1) with { Start = At(2 * i), End = At(2 * i + 2) })).ToArray();
            m.Expect(m.Hot(d["bars"], bars).Resample(Windowing.Tumbling(TimeSpan.FromSeconds(4))).Select(static bar => (bar.Open, bar.Close, bar.IsComplete)))
                .ToBe(d.Result, ('x', (100, 101, true)), ('y', (102, 103, true)), ('z', (104, 104, false)));
        },
        ["CorrectBars"] = static (m, d) => m.Expect(m.Hot(d["bars"], Bars).CorrectBars(m.Hot(d["backFills"], ('f', Fill)), Five, m.Scheduler).Select(static revision => (revision.IsCorrection, revision.Bar.Open)))
            .ToBe(d.Result, ('a', (false, 100m)), ('p', (false, 102m)), ('b', (false, 101m)), ('q', (true, 103m))),
        ["HoldUntilFilled"] = static (m, d) => m.Expect(m.Hot(d["bars"], Bars).HoldUntilFilled(m.Hot(d["backFills"], ('f', Fill)), Five, m.Scheduler).Select(static bar => bar.Open))
            .ToBe(d.Result, ('a', 100m), ('p', 102m), ('b', 101m), ('q', 103m)),
        ["VwapAnchored"] = static (m, d) =>
        {
            var bars = d.Signature.Contains("``0", StringComparison.Ordinal)
                ? m.Hot(d["trades"], Trades).VwapAnchored(m.Hot(d["anchors"]), m.Scheduler)
                : m.Hot(d["trades"], Trades).VwapAnchored(At(3), m.Scheduler);
            m.Expect(bars.Select(Volume)).ToBe(d.Result, ('x', 2), ('y', 7), ('z', 8));
        },
    };

    private static BackFill Fill => new(Make.Symbol, At(0), At(1), [Make.Trade("103x1 buy", timestamp: At(0))]);

    private static VwapBar BarOf(decimal? price, int trades) => new()
    {
        Symbol = Make.Symbol,
        Start = At(0),
        End = At(1),
        TradeCount = trades,
        Open = price,
        High = price,
        Low = price,
        Close = price,
        IsComplete = true,
    };
}
