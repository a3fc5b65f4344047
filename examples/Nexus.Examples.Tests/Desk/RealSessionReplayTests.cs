using System.Globalization;
using System.Reactive.Linq;
using System.Text.Json;
using Microsoft.Reactive.Testing;
using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

/// <summary>The real session, played at ten times its pace in virtual time, against figures that were computed independently.</summary>
public sealed class RealSessionReplayTests
{
    [Test]
    public void The_candles_average_and_depth_of_the_real_session_match_the_expected_figures()
    {
        var path = SharedData.RecordingPath();
        using var expected = JsonDocument.Parse(File.ReadAllText(SharedData.Require("btcusdt-20240808-depth20.expected.json")));
        var time = new TestScheduler();
        var extent = RecordingExtent.Read([path]);
        using var player = new RecordingPlayer(
            [path], extent, time, feed => [new Market(extent.Symbols.Single(), feed, Observable.Never<ConnectionStatus>(), Observable.Never<TimeSpan>()) { IsReplay = true }], speed: 10);
        using var desk = new DeskViewModel(new DeskSource(player), new Screen(time, time));

        time.AdvanceBy(TimeSpan.FromSeconds(36).Ticks);

        Assert.That(desk.Playback.State!.IsEnded);
        Check(desk.Market.Chart, TimeFrame.All[0], expected.RootElement.GetProperty("tumbling_1000ms"));
        Check(desk.Market.Chart, TimeFrame.All[1], expected.RootElement.GetProperty("tumbling_5000ms"));
        var day = desk.Market.Statistics.State.Day!;
        var (notional, volume) = (Read(expected.RootElement.GetProperty("notional")), Read(expected.RootElement.GetProperty("volume")));
        Assert.That((day.TradeCount, day.Notional, day.Volume, day.Vwap), Is.EqualTo((9757, notional, volume, (decimal?)(notional / volume))));

        var book = expected.RootElement.GetProperty("last_book");
        Assert.That(desk.Market.Ladder.State.Asks.Select(static row => (row.Price, row.Quantity)), Is.EqualTo(Levels(book.GetProperty("asks_desc")).OrderBy(static level => level.Price).Take(15)));
        Assert.That(desk.Market.Ladder.State.Bids.Select(static row => (row.Price, row.Quantity)), Is.EqualTo(Levels(book.GetProperty("bids_desc")).OrderByDescending(static level => level.Price).Take(15)));
        Assert.That(desk.Market.Depth.State.Asks[^1].Total, Is.EqualTo(Levels(book.GetProperty("asks_desc")).Sum(static level => level.Quantity)));
        Assert.That(desk.Market.HeatMap.State.Columns, Has.Length.EqualTo(HeatMapViewModel.Capacity));
    }

    private static void Check(ChartViewModel chart, TimeFrame frame, JsonElement windows)
    {
        chart.Select(frame);
        var candles = chart.State.Candles.Append(chart.State.Running).OfType<Candle>().Where(static candle => candle.TradeCount > 0)
            .Select(static candle => (candle.Start.ToUnixTimeMilliseconds(), candle.TradeCount, candle.Volume, candle.BuyVolume));
        Assert.That(candles, Is.EqualTo(windows.EnumerateObject().Select(static window => (
            long.Parse(window.Name, CultureInfo.InvariantCulture), window.Value[0].GetInt32(), Read(window.Value[2]), Read(window.Value[3])))), frame.Name);
    }

    private static IEnumerable<(decimal Price, decimal Quantity)> Levels(JsonElement side) => side.EnumerateArray().Select(static level => (Read(level[0]), Read(level[1])));

    private static decimal Read(JsonElement text) =>
        decimal.Parse(text.ValueKind == JsonValueKind.String ? text.GetString()! : text.GetRawText(), NumberStyles.Number, CultureInfo.InvariantCulture);
}
