using System.Collections.Immutable;
using Nexus.Desk.ViewModels;
using Nexus.Reactive;

namespace Nexus.Desk.Components;

/// <summary>What the chart's script does not show yet: the candles that are new or different, and the marks if they changed.</summary>
internal sealed class ChartChanges
{
    private ChartState? _shown;
    private ImmutableArray<Candle> _candles = [];

    public object? Since(ChartState state)
    {
        ImmutableArray<Candle> candles = state.Running is { } running ? [.. state.Candles, running] : state.Candles;
        var first = _candles.IsEmpty || candles.IsEmpty ? -1 : IndexOf(candles[0].Start);
        var isReset = _shown?.Frame != state.Frame || first < 0;
        var changed = isReset ? candles : [.. candles.Where((candle, i) => first + i >= _candles.Length || candle != _candles[first + i])];
        var fills = !isReset && _shown!.Fills == state.Fills ? null : state.Fills.Select(static fill => new
        {
            time = fill.Time.ToUnixTimeMilliseconds() / 1000.0,
            price = Text(fill.Price),
            quantity = Text(fill.Quantity),
            buy = fill.Side == Side.Buy,
        });
        var orders = !isReset && _shown!.Orders == state.Orders ? null : state.Orders.Select(static order => new
        {
            price = Text(order.Price),
            quantity = Text(order.Quantity),
            buy = order.Side == Side.Buy,
        });
        var isSame = changed.IsEmpty && fills is null && orders is null && state.Precision == _shown?.Precision;
        (_shown, _candles) = (state, candles);
        return isSame ? null : new
        {
            reset = isReset,
            seconds = state.Frame.Size < TimeSpan.FromMinutes(1),
            decimals = state.Precision.Price,
            candles = changed.Select(candle => Describe(candle, state.Precision)),
            fills,
            orders,
        };
    }

    private static object Describe(Candle candle, Precision precision) => new
    {
        time = candle.Start.ToUnixTimeSeconds(),
        open = Text(candle.Prices?.Open, precision.Price),
        high = Text(candle.Prices?.High, precision.Price),
        low = Text(candle.Prices?.Low, precision.Price),
        close = Text(candle.Prices?.Close, precision.Price),
        volume = Text(candle.Volume, precision.Quantity),
        vwap = Text(candle.Average, precision.Price + 1),
        upper1 = Text(candle.Band(1), precision.Price + 1),
        lower1 = Text(candle.Band(-1), precision.Price + 1),
        upper2 = Text(candle.Band(2), precision.Price + 1),
        lower2 = Text(candle.Band(-2), precision.Price + 1),
        gap = candle.HasGap,
    };

    private static string? Text(decimal? value, int decimals) => value is null ? null : Show.Plain(value, decimals);

    private static string Text(decimal value) => Show.Plain(value);

    private int IndexOf(DateTimeOffset start)
    {
        for (var i = 0; i < _candles.Length; i++)
        {
            if (_candles[i].Start == start)
                return i;
        }

        return -1;
    }
}
