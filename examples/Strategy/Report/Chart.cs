using System.Globalization;
using Nexus.Reactive;
using ScottPlot;

namespace Strategy.Report;

/// <summary>Plots the run: the price with band and signals, the position, and the profit.</summary>
public static class Chart
{
    private const int Width = 1400;
    private const int Height = 900;

    private static readonly Color Price = Color.FromHex("#1f2933");
    private static readonly Color Average = Color.FromHex("#3b7dd8");
    private static readonly Color Bought = Color.FromHex("#128a50");
    private static readonly Color Sold = Color.FromHex("#c8352b");

    public static void Save(string path, Journal journal, string title)
    {
        var start = journal.Moments.Count == 0 ? DateTimeOffset.UnixEpoch : journal.Moments[0].At;
        double Seconds(DateTimeOffset at) => (at - start).TotalSeconds;
        double[] times = [.. journal.Moments.Select(moment => Seconds(moment.At))];

        var plots = new Multiplot();
        plots.AddPlots(3);
        plots.Layout = new ScottPlot.MultiplotLayouts.CustomGrid();
        var layout = (ScottPlot.MultiplotLayouts.CustomGrid)plots.Layout;
        var (market, position, profit) = (plots.GetPlot(0), plots.GetPlot(1), plots.GetPlot(2));
        layout.Set(market, new GridCell(0, 0, 5, 1, 3, 1));
        layout.Set(position, new GridCell(3, 0, 5, 1, 1, 1));
        layout.Set(profit, new GridCell(4, 0, 5, 1, 1, 1));

        DrawMarket(market, journal, times, Seconds);
        market.Title(title);
        DrawPosition(position, journal, times);
        DrawProfit(profit, journal, times);
        market.Axes.Bottom.TickLabelStyle.IsVisible = position.Axes.Bottom.TickLabelStyle.IsVisible = false;
        foreach (var plot in new[] { market, position, profit })
        {
            plot.Font.Set("DejaVu Sans");
            plot.Axes.SetLimitsX(0, times.LastOrDefault(1));
            plot.Axes.Left.MinimumSize = plot.Axes.Left.MaximumSize = 90;
            plot.Axes.Right.MinimumSize = plot.Axes.Right.MaximumSize = 20;
            plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.07);
        }

        profit.XLabel("seconds, exchange time");
        plots.SavePng(path, Width, Height);
    }

    private static void DrawMarket(Plot plot, Journal journal, double[] times, Func<DateTimeOffset, double> seconds)
    {
        // One area for each period in which the band is known.
        var name = "VWAP band";
        foreach (var stretch in Stretches(journal.Moments))
        {
            double[] xs = [.. stretch.Select(moment => seconds(moment.At))];
            var area = plot.Add.FillY(xs, [.. stretch.Select(static m => (double)m.Band!.Value.Low)], [.. stretch.Select(static m => (double)m.Band!.Value.High)]);
            area.FillColor = Average.WithAlpha(0.15);
            area.LineWidth = 0;
            var vwap = plot.Add.ScatterLine(xs, [.. stretch.Select(static m => (double)m.Band!.Value.Vwap)], Average);
            vwap.LineWidth = 1.5f;
            (area.LegendText, name) = (name, "");
        }

        var mid = plot.Add.ScatterLine(times, [.. journal.Moments.Select(static moment => (double)moment.Mid)], Price);
        mid.LineWidth = 1.5f;
        mid.LegendText = "mid";
        Mark<Enter>(Side.Buy, MarkerShape.FilledTriangleUp, Bought, "enter long");
        Mark<Enter>(Side.Sell, MarkerShape.FilledTriangleDown, Sold, "enter short");
        Mark<Exit>(null, MarkerShape.OpenCircle, Price, "exit");
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = static price => price.ToString("0.0", CultureInfo.InvariantCulture) };
        plot.YLabel($"price, {journal.Symbol?.Quote}");
        plot.ShowLegend(Alignment.UpperLeft, Orientation.Horizontal);

        void Mark<T>(Side? side, MarkerShape shape, Color color, string name)
            where T : OrderSignal
        {
            var wanted = journal.Signals.OfType<T>().Where(signal => side is null || signal.Side == side).ToList();
            if (wanted.Count == 0)
                return;
            var marks = plot.Add.ScatterPoints(
                wanted.Select(signal => seconds(signal.At)).ToArray(), wanted.Select(signal => (double)MidAt(journal.Moments, signal.At)).ToArray());
            (marks.MarkerShape, marks.MarkerSize, marks.Color, marks.LegendText) = (shape, 13, color, name);
            marks.MarkerLineWidth = 2;
        }
    }

    private static void DrawPosition(Plot plot, Journal journal, double[] times)
    {
        var line = plot.Add.ScatterLine(times, [.. journal.Moments.Select(static moment => (double)moment.Inventory)], Average);
        line.ConnectStyle = ConnectStyle.StepHorizontal;
        (line.FillY, line.FillYColor, line.LineWidth) = (true, Average.WithAlpha(0.2), 1.5f);
        plot.YLabel($"position, {journal.Symbol?.Base}");
    }

    private static void DrawProfit(Plot plot, Journal journal, double[] times)
    {
        var color = journal.Moments is [.., { Profit: < 0 }] ? Sold : Bought;
        var line = plot.Add.ScatterLine(times, [.. journal.Moments.Select(static moment => (double)moment.Profit)], color);
        (line.FillY, line.FillYColor, line.LineWidth) = (true, color.WithAlpha(0.15), 1.5f);
        plot.YLabel($"profit, {journal.Symbol?.Quote}");
    }

    private static List<List<Moment>> Stretches(IReadOnlyList<Moment> moments)
    {
        var stretches = new List<List<Moment>>();
        var isOpen = false;
        foreach (var moment in moments)
        {
            if (moment.Band is not null && !isOpen)
                stretches.Add([]);
            isOpen = moment.Band is not null;
            if (isOpen)
                stretches[^1].Add(moment);
        }

        return stretches;
    }

    private static decimal MidAt(IReadOnlyList<Moment> moments, DateTimeOffset at) => moments.LastOrDefault(moment => moment.At <= at, moments[0]).Mid;
}
