using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The candles and the VWAP: bars that the feed's clock closes, and a running bar of the trades since then.</summary>
public sealed class ChartViewModel : ViewModel<ChartState>
{
    private readonly int _length;

    public ChartViewModel(Market market, Screen screen, int length = 60)
        : base(ChartState.Empty)
    {
        _length = length;

        // The feed closes a bar before it delivers the trade after it, so the merged order shows which bar a trade belongs to.
        var bars = market.Bars.Select(static pair => new Input(Candle.Of(pair.Bar, pair.Average), null));
        var trades = market.Prints.Select(static print => new Input(null, print.Trade));
        Subscriptions.Add(bars.Merge(trades).Batches(screen).Subscribe(Apply));
        Subscriptions.Add(market.Average.Latest(screen).Subscribe(average => Show(State with { Average = average })));
        Subscriptions.Add(market.Session.Latest(screen).Subscribe(session => Show(State with { Session = session })));
    }

    private void Apply(IList<Input> batch)
    {
        var state = State;
        foreach (var input in batch)
            state = input.Finished is { } candle ? Close(state, candle) : input.Trade is { } trade ? Add(state, trade) : state;
        Show(state);
    }

    private ChartState Close(ChartState state, Candle candle) => state with
    {
        Candles = [.. state.Candles.Append(candle).TakeLast(_length)],
        Running = state.Running?.Start <= candle.Start ? null : state.Running,
    };

    private static ChartState Add(ChartState state, Trade trade)
    {
        var precision = state.Precision.With(trade.Price, trade.Quantity);
        var start = new DateTimeOffset(trade.Timestamp.UtcTicks - trade.Timestamp.UtcTicks % Market.BarSize.Ticks, TimeSpan.Zero);
        if (state.Candles is [.., var last] && start <= last.Start)
            return state with { Last = trade, Precision = precision };
        var running = state.Running?.Start == start ? state.Running : new Candle(start, null, null, 0, false);
        return state with
        {
            Running = running with
            {
                Prices = running.Prices?.With(trade.Price) ?? new CandlePrices(trade.Price, trade.Price, trade.Price, trade.Price),
                Volume = running.Volume + trade.Quantity,
            },
            Last = trade,
            Precision = precision,
        };
    }

    private readonly record struct Input(Candle? Finished, Trade? Trade);
}
