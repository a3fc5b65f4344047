using Microsoft.Extensions.Hosting;

namespace Nexus.Simulator.Wire;

/// <summary>The host listens to no signal: the program that embeds the exchange decides when it ends.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
