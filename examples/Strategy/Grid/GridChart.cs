using System.Globalization;
using Nexus.Reactive.Backtesting;
using ScottPlot;

namespace Strategy.Grid;

/// <summary>Plots the profit of a grid: a line for one parameter, a heat map for two. Several recordings are added up.</summary>
internal static class GridChart
{
    private const int Width = 1000;
    private const int Height = 700;

    public static void Save(string path, BackTestTable table, IReadOnlyList<Axis> axes, string title)
    {
        using var plot = new Plot();
        plot.Font.Set("DejaVu Sans");
        plot.Title(title);
        if (axes.Count == 2)
            DrawMap(plot, table, axes[0], axes[1]);
        else
            DrawLine(plot, table, axes[0]);
        plot.SavePng(path, Width, Height);
    }

    private static void DrawLine(Plot plot, BackTestTable table, Axis axis)
    {
        double[] profits = [.. Enumerable.Range(0, axis.Values.Count).Select(i => Profit(table, axis.Values.Count, i))];
        var line = plot.Add.Scatter(Enumerable.Range(0, profits.Length).Select(static i => (double)i).ToArray(), profits, Color.FromHex("#3b7dd8"));
        (line.LineWidth, line.MarkerSize) = (2, 9);
        plot.Add.HorizontalLine(0, 1, Colors.Black.WithAlpha(0.4));
        Label(plot.Axes.Bottom, axis);
        plot.YLabel("profit");
    }

    private static void DrawMap(Plot plot, BackTestTable table, Axis rows, Axis columns)
    {
        var count = rows.Values.Count * columns.Values.Count;
        var profits = new double[rows.Values.Count, columns.Values.Count];
        for (var row = 0; row < rows.Values.Count; row++)
        {
            for (var column = 0; column < columns.Values.Count; column++)
                profits[row, column] = Profit(table, count, (row * columns.Values.Count) + column);
        }

        // Zero is white: the range is symmetrical.
        var limit = Math.Max(1e-9, profits.Cast<double>().Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
        var map = plot.Add.Heatmap(profits);
        map.FlipVertically = true;
        map.Colormap = new ProfitColors();
        map.ManualRange = new ScottPlot.Range(-limit, limit);
        plot.Add.ColorBar(map).Label = "profit";
        for (var row = 0; row < rows.Values.Count; row++)
        {
            for (var column = 0; column < columns.Values.Count; column++)
            {
                var text = plot.Add.Text(profits[row, column].ToString(double.IsFinite(profits[row, column]) ? "0.##" : "failed", CultureInfo.InvariantCulture), column, row);
                (text.LabelAlignment, text.LabelFontSize, text.LabelFontColor) = (Alignment.MiddleCenter, 14, Colors.Black);
            }
        }

        Label(plot.Axes.Bottom, columns);
        Label(plot.Axes.Left, rows);
        plot.Axes.SetLimits(-0.5, columns.Values.Count - 0.5, -0.5, rows.Values.Count - 0.5);
        plot.HideGrid();
    }

    private static void Label(IAxis axis, Axis values)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        for (var i = 0; i < values.Values.Count; i++)
            ticks.AddMajor(i, values.Values[i].ToString(CultureInfo.InvariantCulture));
        axis.TickGenerator = ticks;
        axis.Label.Text = values.Setting.Name + (values.Setting.Unit.Length > 0 ? $", {values.Setting.Unit}" : "");
    }

    // The rows of each recording follow those of the previous one.
    private static double Profit(BackTestTable table, int sets, int set)
    {
        var cells = table["profit"].Where((_, row) => row % sets == set).ToList();
        return cells.Contains(null) ? double.NaN : (double)cells.Sum(static cell => (decimal)cell!);
    }

    /// <summary>Red below zero, white at zero, green above.</summary>
    private sealed class ProfitColors : IColormap
    {
        private static readonly Color Loss = Color.FromHex("#d9534a");
        private static readonly Color Gain = Color.FromHex("#2e9e62");

        public string Name => "profit";

        public Color GetColor(double position)
        {
            var distance = Math.Abs((2 * position) - 1);
            return Colors.White.MixedWith(position < 0.5 ? Loss : Gain, distance);
        }
    }
}
