using System.Net.Sockets;
using Nexus.Examples;
using Nexus.Simulator;

return await ConsoleProgram.RunAsync(args, CommandLine.Help, CommandLine.Parse, static async (options, stop) =>
{
    try
    {
        await using var exchange = await SimulatedExchange.StartAsync(options.Simulator);
        foreach (var key in options.Simulator.Keys)
        {
            foreach (var symbol in options.Simulator.Symbols)
                Console.WriteLine($"listening {exchange.Address(key, symbol)}");
        }

        if (options.AuthorityFile is { } file)
            await File.WriteAllTextAsync(file, exchange.Authority!.ExportCertificatePem(), CancellationToken.None);

        using var until = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (options.For is { } duration)
            until.CancelAfter(duration);
        while (!until.IsCancellationRequested)
        {
            await Task.Delay(options.RestartEvery ?? Timeout.InfiniteTimeSpan, until.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await exchange.StopListeningAsync();
            if (!until.IsCancellationRequested)
                await exchange.ListenAgainAsync();
        }

        return 0;
    }
    catch (Exception exception) when (exception is IOException or SocketException)
    {
        await Console.Error.WriteLineAsync($"--port: cannot listen on {options.Simulator.Port}: {exception.GetBaseException().Message}");
        return 1;
    }
});
