using System.Net.Sockets;
using System.Runtime.InteropServices;
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
    foreach (var key in options.Simulator.Keys)
    {
        foreach (var symbol in options.Simulator.Symbols)
            Console.WriteLine($"listening {exchange.Address(key, symbol)}");
    }

    if (options.AuthorityFile is { } file)
        await File.WriteAllTextAsync(file, exchange.Authority!.ExportCertificatePem());

    if (options.For is { } duration)
        stop.CancelAfter(duration);
    while (!stop.IsCancellationRequested)
    {
        await Task.Delay(options.RestartEvery ?? Timeout.InfiniteTimeSpan, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await exchange.StopListeningAsync();
        if (!stop.IsCancellationRequested)
            await exchange.ListenAgainAsync();
    }

    return 0;
}
catch (Exception exception) when (exception is IOException or SocketException)
{
    await Console.Error.WriteLineAsync($"--port: cannot listen on {options.Simulator.Port}: {exception.GetBaseException().Message}");
    return 1;
}
