using System.Reactive.Linq;
using Nexus.Reactive;
using Nexus.Reactive.Nats;

namespace Nexus.Examples;

/// <summary>The connection to a bus as the programs show it: its status, and the age of messages on arrival.</summary>
internal static class BusView
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static IObservable<ConnectionStatus> Status(NexusBus bus) => bus.Status.Select(static status => status switch
    {
        BusStatus.Connected => (ConnectionStatus)new ConnectionStatus.Connected(),
        BusStatus.Disconnected lost => new ConnectionStatus.Reconnecting(1, lost.Reason, TimeSpan.Zero),
        _ => new ConnectionStatus.Connecting(),
    });

    public static IObservable<TimeSpan> Ages(NexusBus bus, Symbol symbol) =>
        bus.Lag.Where(lag => lag.Symbol == symbol).Select(static lag => lag.Age < TimeSpan.Zero ? TimeSpan.Zero : lag.Age).Sample(Second);
}
