using Nexus.Examples;
using Nexus.Reactive;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Nats;
using Nexus.Simulator;
using Strategy;
using Strategy.Grid;
using Strategy.Report;

if (args.Contains("--help"))
{
    Console.Write(Options.Help);
    return 0;
}

try
{
    var options = Options.Parse(args);
    return options.Axes.Count > 0 ? await RunGridAsync(options) : await RunOnceAsync(options);
}
catch (NexusBusException exception)
{
    await Console.Error.WriteLineAsync($"--bus: {exception.Message}");
    return 1;
}
catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException or HttpRequestException or OrderGatewayException or InvalidDataException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return exception is HttpRequestException or OrderGatewayException ? 1 : 2;
}

static async Task<int> RunOnceAsync(Options options)
{
    var rules = options.Rules;
    using var journal = options switch
    {
        { Replay: { } path } => await Runner.ReplayAsync(rules, path, Print, Console.Error.WriteLine),
        { Backtests: [var path] } => await Runner.BacktestAsync(rules, path, Print, options.Exchange, Console.Error.WriteLine),
        { Bus.Url: not null } => await Runner.PaperAsync(rules, options.Bus.CreateOptions(), options.Symbol, Task.Delay(options.For), Print, options.Exchange),
        _ => await Runner.LiveAsync(rules, new SimulatorOptions { Seed = options.Seed }, options.Record, Task.Delay(options.For), Print),
    };
    Table.Write(Console.Out, journal);
    Chart.Save(options.Plot, journal, options.Replay ?? options.Backtest ?? (options.Bus.Url is null ? "SPOT_BTC_USDT, live on the simulator" : $"{options.Symbol}, live on the bus, paper orders"));
    Console.WriteLine($"plot {options.Plot}");
    return 0;
}

static async Task<int> RunGridAsync(Options options)
{
    using var interruption = new Interruption();
    var runs = new BackTestOptions { Exchange = options.Exchange, Progress = new ProgressBar(Console.Error, !Console.IsErrorRedirected) };
    BackTestTable table;
    try
    {
        table = await GridTest.RunAsync(options.Rules, options.Axes, options.Backtests, runs, interruption.Token);
    }
    catch (OperationCanceledException)
    {
        return 130;
    }

    table.WriteText(Console.Out);
    if (options.Table is not null)
        await table.WriteParquetAsync(options.Table);
    GridChart.Save(options.Plot, table, options.Axes, $"{string.Join(", ", options.Backtests.Select(Path.GetFileName))}, profit");
    Console.WriteLine($"plot {options.Plot}");
    return table.Rows.Any(static row => row.Error is not null) ? 1 : 0;
}

static void Print(Signal signal) => Console.WriteLine($"signal {signal}");
