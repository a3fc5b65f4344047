using Nexus.Examples;
using Nexus.Recording;

return await ConsoleProgram.RunAsync(args, Options.Help, Options.Parse, static (options, stop) => Tool.RunAsync(options, Console.Out, Console.Error, !Console.IsErrorRedirected, stop), Faults.Prefix);
