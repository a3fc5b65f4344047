using System.Collections.Immutable;
using Nexus.Desk.ViewModels;
using Nexus.Reactive;

namespace Nexus.Desk.Components;

/// <summary>What the heat map's script does not show yet: later columns, and later trades.</summary>
internal sealed class HeatMapChanges
{
    // A book may have thousands of levels; the picture shows the best of them.
    private const int Levels = 100;

    private HeatColumn? _column;
    private long _trade;

    public object? Since(HeatMapPicture picture)
    {
        var columns = picture.Map.Columns;
        var later = columns.SkipWhile(column => _column is not null && column != _column && columns.Contains(_column)).Where(column => column != _column).ToArray();
        var trades = picture.Tape.Rows.Where(row => row.Number > _trade && row.Print.Price is not null).Reverse().ToArray();
        if (later is [] && trades is [])
            return null;
        _column = columns is [.., var last] ? last : null;
        _trade = Math.Max(_trade, picture.Tape.Rows.Select(static row => row.Number).DefaultIfEmpty().Max());
        return new
        {
            capacity = HeatMapViewModel.Capacity,
            length = HeatMapViewModel.ColumnLength.TotalMilliseconds,
            decimals = picture.Tape.Precision.Price,
            columns = later.Select(static column => new
            {
                time = column.Start.ToUnixTimeMilliseconds(),
                gap = column.HasGap,
                asks = Describe(column.Book.Asks),
                bids = Describe(column.Book.Bids),
            }),
            dots = trades.Select(static row => new
            {
                time = row.Print.Timestamp!.Value.ToUnixTimeMilliseconds(),
                price = Show.Plain(row.Print.Price),
                quantity = Show.Plain(row.Print.Quantity),
                buy = row.Print.Side == Side.Buy,
            }),
        };
    }

    private static IEnumerable<string[]> Describe(ImmutableArray<Level> levels) =>
        levels.Take(Levels).Select(static level => new[] { Show.Plain(level.Price), Show.Plain(level.Quantity) });
}
