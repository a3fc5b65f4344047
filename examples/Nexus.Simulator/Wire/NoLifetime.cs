using Microsoft.Extensions.Hosting;

namespace Nexus.Simulator.Wire;

/// <summary>Ignores signals: the embedding program decides when the host stops.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
