using System.Runtime.InteropServices;
using Nexus.Monitoring;

using var stop = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return await MonitorProgram.RunAsync(args, Console.Out, Console.Error, stop.Token);
