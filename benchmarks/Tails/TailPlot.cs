using System.Globalization;
using ScottPlot;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Plots the percentiles of each receiver, one panel for each rate.</summary>
internal static class TailPlot
{
    private const int Width = 1500;
    private const int Height = 520;
    private static readonly Color[] Colors = [Color.FromHex("#1f2933"), Color.FromHex("#3b7dd8"), Color.FromHex("#c8352b"), Color.FromHex("#128a50")];

    public static void Save(string file, IReadOnlyList<TailRow> rows)
    {
        var rates = rows.Select(static row => row.Rate).Distinct().ToArray();
        var panels = new Multiplot();
        panels.AddPlots(rates.Length);
        panels.Layout = new ScottPlot.MultiplotLayouts.Columns();
        for (var i = 0; i < rates.Length; i++)
            Draw(panels.GetPlot(i), [.. rows.Where(row => row.Rate == rates[i])], isFirst: i == 0);
        panels.SavePng(file, Width, Height);
    }

    private static void Draw(Plot plot, IReadOnlyList<TailRow> rows, bool isFirst)
    {
        double[] places = [.. Latencies.Percentiles.Select(static (_, i) => (double)i)];
        foreach (var (row, color) in rows.Zip(Colors))
        {
            var line = plot.Add.Scatter(places, Latencies.Percentiles.Select(percentile => Math.Log10(row.Microseconds(percentile))).ToArray());
            (line.Color, line.LineWidth, line.MarkerSize, line.LegendText) = (color, 2, 7, row.Receiver);
        }

        plot.Font.Set("DejaVu Sans");
        plot.Title(string.Create(CultureInfo.InvariantCulture, $"{rows[0].Rate:N0} TRADEs a second"));
        plot.Axes.Bottom.SetTicks(places, ["p50", "p90", "p99", "p99.9", "longest"]);
        plot.Axes.Left.SetTicks([0, 1, 2, 3, 4, 5], ["1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms"]);
        plot.Axes.SetLimits(-0.3, places.Length - 0.7, 0.5, 5);
        plot.Grid.MajorLineColor = ScottPlot.Colors.Black.WithAlpha(0.1);
        if (isFirst)
            plot.ShowLegend(Alignment.UpperLeft);
    }
}
