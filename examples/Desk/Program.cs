using System.Net.Sockets;
using Nexus.Desk;
using Nexus.Desk.ViewModels;
using Nexus.Examples;
using Nexus.Reactive.Nats;
using Nexus.Simulator;

return await ConsoleProgram.RunAsync(args, CommandLine.Help, CommandLine.Parse, static async (options, stop) =>
{
    try
    {
        if (options.History.Count > 0)
            RecordingExtent.Read(options.History);
        await using var exchange = options.IsSimulator ? await SimulatedExchange.StartAsync(options.Simulator) : null;
        await using var desk = await DeskHost.StartAsync(options.CreateOptions(exchange));
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
        return 1;
    }
    catch (InvalidDataException exception)
    {
        await Console.Error.WriteLineAsync($"{(options.Replay.Count > 0 ? "--replay" : "--history")}: {PrintableText.OneLine(exception.Message)}");
        return 2;
    }
    catch (Exception exception) when (exception is IOException or SocketException)
    {
        await Console.Error.WriteLineAsync($"--port: cannot listen on {options.Port}: {exception.GetBaseException().Message}");
        return 1;
    }
});
