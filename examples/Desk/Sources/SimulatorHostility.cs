using Nexus.Desk.ViewModels;
using Nexus.Simulator;
using Nexus.Simulator.Hostility;
using Nexus.Simulator.Wire;

namespace Nexus.Desk.Sources;

/// <summary>The faults of the embedded simulator.</summary>
internal sealed class SimulatorHostility(SimulatedExchange exchange) : IHostility
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(5);

    // Long enough for one message of each symbol.
    private static readonly TimeSpan Message = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Flooded = TimeSpan.FromMinutes(1);

    public async Task RunAsync(HostileAct act, CancellationToken cancellationToken)
    {
        switch (act)
        {
            case HostileAct.Cut:
                exchange.DropConnections();
                break;
            case HostileAct.Outage:
                exchange.Behaviour = new Refusal(503);
                exchange.DropConnections();
                await BehaveAfterAsync(Outage, cancellationToken);
                break;
            case HostileAct.Stall:
                exchange.Behaviour = new OnceEach(new Stall(Stall), WireBehaviour.Polite);
                await BehaveAfterAsync(Stall, cancellationToken);
                break;
            case HostileAct.Flood:
                exchange.Hurry(Flooded);
                break;
            default:
                exchange.Behaviour = new OnceEach(new TimeTravel(TimeSpan.FromDays(1)), WireBehaviour.Polite);
                await BehaveAfterAsync(Message, cancellationToken);
                break;
        }
    }

    // Also if the page is closed meanwhile.
    private async Task BehaveAfterAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(time, cancellationToken);
        }
        finally
        {
            exchange.Behaviour = WireBehaviour.Polite;
        }
    }
}
