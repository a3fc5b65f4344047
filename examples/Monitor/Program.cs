using Nexus.Examples;
using Nexus.Monitoring;

using var interruption = new Interruption();
return await MonitorProgram.RunAsync(args, Console.Out, Console.Error, interruption.Token);
