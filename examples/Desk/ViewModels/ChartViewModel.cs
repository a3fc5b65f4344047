using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>Candles and VWAP: finished bars as the feed's clock closes them, and a running one made of the trades since.</summary>
public sealed class ChartViewModel : ViewModel<ChartState>
{
    private readonly int _length;

    public ChartViewModel(IObservable<VwapBar> bars, IObservable<Print> prints, Screen screen, int length = 60)
        : base(ChartState.Empty)
    {
        _length = length;

        // The feed closes a bar before it delivers the trade after it, so one merged order tells which bar a trade belongs to.
        var inputs = bars.Select(static bar => new Input(bar, null)).Merge(prints.Select(static print => new Input(null, print.Trade)));
        Subscriptions.Add(inputs.Batches(screen).Subscribe(Apply));
    }

    private void Apply(IList<Input> batch)
    {
        var state = State;
        foreach (var input in batch)
            state = input.Bar is { } bar ? Close(state, bar) : input.Trade is { } trade ? Add(state, trade) : state;
        Show(state);
    }

    private ChartState Close(ChartState state, VwapBar bar) => state with
    {
        Candles = [.. state.Candles.Append(Candle.Of(bar)).TakeLast(_length)],
        Running = state.Running?.Start < bar.End ? null : state.Running,
    };

    private static ChartState Add(ChartState state, Trade trade)
    {
        var precision = state.Precision.With(trade.Price, trade.Quantity);
        var start = new DateTimeOffset(trade.Timestamp.UtcTicks - trade.Timestamp.UtcTicks % Market.BarSize.Ticks, TimeSpan.Zero);
        if (state.Candles is [.., var last] && start <= last.Start)
            return state with { Last = trade, Precision = precision };
        var running = state.Running?.Start == start ? state.Running : new Candle(start, null, null, 0, false);
        var volume = running.Volume + trade.Quantity;
        return state with
        {
            Running = running with
            {
                Prices = running.Prices?.With(trade.Price) ?? new CandlePrices(trade.Price, trade.Price, trade.Price, trade.Price),
                Vwap = volume == 0 ? null : ((running.Vwap ?? 0) * running.Volume + trade.Price * trade.Quantity) / volume,
                Volume = volume,
            },
            Last = trade,
            Precision = precision,
        };
    }

    private readonly record struct Input(VwapBar? Bar, Trade? Trade);
}
