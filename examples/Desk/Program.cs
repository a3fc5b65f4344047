using System.Net.Sockets;
using System.Runtime.InteropServices;
using Nexus.Desk;
using Nexus.Simulator;

if (args.Contains("--help"))
{
    Console.Write(CommandLine.Help);
    return 0;
}

CommandLine options;
try
{
    options = CommandLine.Parse(args);
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}

using var stop = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    await using var exchange = await SimulatedExchange.StartAsync(options.Simulator);
    await using var desk = await DeskHost.StartAsync(new DeskOptions
    {
        Port = options.Port,
        BaseUri = exchange.BaseUri,
        ClientKey = options.Simulator.Keys[0],
        Symbols = [.. options.Simulator.Symbols.Select(Nexus.Reactive.Symbol.Parse)],
    });
    Console.WriteLine($"desk {desk.Address}");
    if (options.OpensBrowser)
        Browser.Open(desk.Address);
    await Task.Delay(options.For ?? Timeout.InfiniteTimeSpan, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    return 0;
}
catch (Exception exception) when (exception is IOException or SocketException)
{
    await Console.Error.WriteLineAsync($"--port: cannot listen on {options.Port}: {exception.GetBaseException().Message}");
    return 1;
}
