using System.Net.Sockets;
using Nexus.Desk;
using Nexus.Examples;
using Nexus.Reactive.Nats;
using Nexus.Simulator;

return await ConsoleProgram.RunAsync(args, CommandLine.Help, CommandLine.Parse, static async (options, stop) =>
{
    try
    {
        await using var exchange = options.Bus.Url is null ? await SimulatedExchange.StartAsync(options.Simulator) : null;
        await using var desk = await DeskHost.StartAsync(new DeskOptions
        {
            Port = options.Port,
            BaseUri = exchange?.BaseUri,
            ClientKey = options.Simulator.Keys[0],
            Bus = options.Bus.Url is null ? null : options.Bus.CreateOptions(),
            Symbols = [.. options.Simulator.Symbols.Select(Nexus.Reactive.Symbol.Parse)],
        });
        Console.WriteLine($"desk {desk.Address}");
        if (options.OpensBrowser)
            Browser.Open(desk.Address);
        var stopped = Task.Delay(options.For ?? Timeout.InfiniteTimeSpan, stop);
        if (await Task.WhenAny(stopped, desk.Failed) == desk.Failed)
            await desk.Failed;
        return 0;
    }
    catch (NexusBusException exception)
    {
        await Console.Error.WriteLineAsync($"--bus: {exception.Message}");
        return 2;
    }
    catch (Exception exception) when (exception is IOException or SocketException)
    {
        await Console.Error.WriteLineAsync($"--port: cannot listen on {options.Port}: {exception.GetBaseException().Message}");
        return 1;
    }
});
