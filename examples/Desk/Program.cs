using System.Net.Sockets;
using Nexus.Desk;
using Nexus.Examples;
using Nexus.Simulator;

return await ConsoleProgram.RunAsync(args, CommandLine.Help, CommandLine.Parse, static async (options, stop) =>
{
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
        await Task.Delay(options.For ?? Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
    catch (Exception exception) when (exception is IOException or SocketException)
    {
        await Console.Error.WriteLineAsync($"--port: cannot listen on {options.Port}: {exception.GetBaseException().Message}");
        return 1;
    }
});
