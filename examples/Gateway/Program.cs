using Nexus.Examples;
using Nexus.Gateways;

return await ConsoleProgram.RunAsync(args, Options.Help, Options.Parse, static (options, stop) => GatewayProgram.RunAsync(options, Console.Out, Console.Error, stop));
