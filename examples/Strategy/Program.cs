using Nexus.Reactive.Nats;
using Nexus.Simulator;
using Strategy;
using Strategy.Report;

if (args.Contains("--help"))
{
    Console.Write(Options.Help);
    return 0;
}

try
{
    var options = Options.Parse(args);
    var rules = new Rules();
    using var journal = options switch
    {
        { Replay: { } path } => await Runner.ReplayAsync(rules, path, Print),
        { Backtest: { } path } => await Runner.BacktestAsync(rules, path, Print),
        { Bus.Url: not null } => await Runner.PaperAsync(rules, options.Bus.CreateOptions(), options.Symbol, Task.Delay(options.For), Print),
        _ => await Runner.LiveAsync(rules, new SimulatorOptions { Seed = options.Seed }, options.Record, Task.Delay(options.For), Print),
    };
    Table.Write(Console.Out, journal);
    Chart.Save(options.Plot, journal, options.Replay ?? options.Backtest ?? (options.Bus.Url is null ? "SPOT_BTC_USDT, live on the simulator" : $"{options.Symbol}, live on the bus, paper orders"));
    Console.WriteLine($"plot {options.Plot}");
    return 0;
}
catch (NexusBusException exception)
{
    await Console.Error.WriteLineAsync($"--bus: {exception.Message}");
    return 2;
}
catch (Exception exception) when (exception is FormatException or IOException or HttpRequestException or InvalidDataException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return exception is FormatException ? 2 : 1;
}

static void Print(Signal signal) => Console.WriteLine($"signal {signal}");
