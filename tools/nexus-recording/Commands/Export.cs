using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Writes trades, tops of book, bars and orders of recordings as Parquet tables.</summary>
internal static class Export
{
    public static async Task<int> RunAsync(Options options, TextWriter output, Progress progress, Faults faults, CancellationToken stop)
    {
        RequireFiles(options.Files);
        using var folder = new TargetFolder(options.Out);
        progress.Passes = 2;

        // The first pass finds the scales of the decimals, so that the second writes them exactly.
        var tables = Tables(options.Bars);
        var files = new List<UnfinishedFile>();
        try
        {
            files.AddRange(tables.Select(table => new UnfinishedFile(GetPath(options, table))));
            if (!await TryMeasureAsync(options, tables, progress, faults, stop))
                return 0;
            foreach (var (table, file) in tables.Zip(files))
                table.Create(file.Path);
            foreach (var file in options.Files)
                progress.Pass(file);
            await ReadAsync(options, tables, static (table, row) => table.Add(row), faults: null, progress, stop);
            foreach (var table in tables)
                await table.CompleteAsync();
            files.ForEach(static file => file.Complete());
        }
        finally
        {
            foreach (var table in tables)
                table.Dispose();
            files.ForEach(static file => file.Dispose());
        }

        progress.Clear();
        foreach (var table in tables)
        {
            output.WriteLine(FormattableString.Invariant($"{GetPath(options, table)}: {table.RowCount} rows"));
            foreach (var note in table.Notes)
                faults.Note($"{GetPath(options, table)}: {note}");
        }

        return 0;
    }

    private static string GetPath(Options options, ITable table) => Path.Combine(options.Out, table.Name + ".parquet");

    // Returns false if no file can be read.
    private static async Task<bool> TryMeasureAsync(Options options, ITable[] tables, Progress progress, Faults faults, CancellationToken stop)
    {
        var (messages, fault) = await ReadAsync(options, tables, static (table, row) => table.Measure(row), faults, progress, stop);
        if (fault is not null)
            faults.Report(fault);
        return fault is null || messages > 0;
    }

    // The files are read twice.
    private static void RequireFiles(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (!CanReadTwice(path))
                throw new IOException($"'{path}' is a pipe, which can be read only once. Save it to a file to export it.");
        }
    }

    private static bool CanReadTwice(string path)
    {
        try
        {
            using var file = RecordingFile.OpenRead(path);
            return file.CanSeek;
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            // Reading the recording reports the same error.
            return true;
        }
    }

    private static ITable[] Tables(TimeSpan bars) =>
    [
        new Table<Trade>("trades", static feed => feed.Trades)
            .Time("time", static t => t.Timestamp).Text("symbol", static t => t.Symbol.ToString())
            .Number("price", static t => t.Price).Number("quantity", static t => t.Quantity).Text("side", static t => t.Side.ToString()),
        new Table<TopOfBook>("tops", static feed => feed.Books.TopOfBook())
            .Time("time", static t => t.Timestamp).Text("symbol", static t => t.Symbol.ToString())
            .Number("bid_price", static t => t.Bid?.Price).Number("bid_quantity", static t => t.Bid?.Quantity)
            .Number("ask_price", static t => t.Ask?.Price).Number("ask_quantity", static t => t.Ask?.Quantity),
        new Table<VwapBar>("bars", feed => feed.VwapTumbling(bars))
            .Time("start", static b => b.Start).Time("end", static b => b.End).Text("symbol", static b => b.Symbol.ToString())
            .Number("open", static b => b.Open).Number("high", static b => b.High).Number("low", static b => b.Low).Number("close", static b => b.Close)
            .Number("vwap", static b => b.Vwap).Number("volume", static b => b.Volume).Number("notional", static b => b.Notional)
            .Number("buy_volume", static b => b.BuyVolume).Integer("trades", static b => b.TradeCount)
            .Flag("is_complete", static b => b.IsComplete).Flag("has_gap", static b => b.HasGap),
        new Table<OrderEvent>("orders", static feed => feed.TrackOrders())
            .Time("time", static e => e.After?.UpdatedAt).Text("kind", static e => e.Kind.ToString()).Integer("order_id", static e => e.After?.OrderId)
            .Text("symbol", static e => e.After?.Symbol.ToString()).Text("side", static e => e.After?.Side.ToString()).Text("type", static e => e.After?.Type.ToString())
            .Number("price", static e => e.After?.Price).Number("quantity", static e => e.After?.Quantity).Text("status", static e => e.After?.Status.ToString())
            .Number("filled", static e => e.After?.Filled).Number("confirmed", static e => e.After?.Confirmed)
            .Number("average_price", static e => e.After?.AveragePrice).Text("flags", static e => e.After?.Flags.ToString()),
    ];

    /// <summary>Returns the number of messages, and the reasons why files could not be read to their end. Damage and empty files are reported to the faults.</summary>
    private static async Task<(long Messages, Exception? Fault)> ReadAsync(Options options, ITable[] tables, Action<ITable, object> onRow, Faults? faults, Progress progress, CancellationToken stop)
    {
        var playback = new RecordingPlayback([.. options.Files]) { CompletesOnFault = true, OnDamage = faults is null ? null : faults.CountDamage };
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var feed = NexusFeed.FromSubscribe(playback.Start, options.Feed with { UnobservedFault = fault => done.TrySetException(fault.Exception) }, resumes: true);
        foreach (var table in tables)
            table.Rows(feed).Subscribe(row => onRow(table, row), error => done.TrySetException(error), static () => { });
        var messages = 0L;
        feed.Subscribe(
            _ =>
            {
                messages++;
                progress.Show(playback.Offset);
            },
            error => done.TrySetException(error),
            () => done.TrySetResult());
        using var connection = feed.Connect();
        await done.Task.WaitAsync(stop);
        faults?.ReportEmpty(options.Files.Distinct(StringComparer.Ordinal).Where(playback.Empty.Contains));
        return (messages, playback.Fault);
    }
}
