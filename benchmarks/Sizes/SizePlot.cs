using System.Globalization;
using ScottPlot;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Plots the cost of a message by the number of symbols.</summary>
internal static class SizePlot
{
    public static void Save(string file, IReadOnlyList<SizeRow> rows)
    {
        using var plot = new Plot();
        foreach (var row in rows)
        {
            var line = plot.Add.Scatter(row.Costs.Select(static cost => Math.Log10(cost.Symbols)).ToArray(), row.Costs.Select(static cost => cost.Nanoseconds).ToArray());
            (line.LineWidth, line.MarkerSize, line.LegendText) = (2, 7, row.Name);
        }

        plot.Font.Set("DejaVu Sans");
        plot.Title("CPU of a message by the number of symbols on a feed");
        plot.YLabel("nanoseconds");
        plot.XLabel("symbols");
        double[] places = [.. rows[0].Costs.Select(static cost => Math.Log10(cost.Symbols))];
        plot.Axes.Bottom.SetTicks(places, [.. rows[0].Costs.Select(static cost => cost.Symbols.ToString("N0", CultureInfo.InvariantCulture))]);
        plot.Axes.SetLimitsY(0, rows.Max(static row => row.Costs.Max(static cost => cost.Nanoseconds)) * 1.6);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.1);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SavePng(file, 900, 560);
    }
}
