using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nexus.Reactive.Hosting;

/// <summary>
/// Reports healthy while every client is connected, receives messages and does not lag. Reports degraded while a client is stale, lags, or has been without a
/// connection for a short time, and unhealthy if a client has been without a connection for a longer time or has stopped reconnecting. A symbol with redundant
/// lines is unhealthy only if all of them are.
/// </summary>
internal sealed class NexusHealthCheck(NexusConnection connection, NexusReload reload) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var limits = reload.Health;
        var worst = HealthStatus.Healthy;
        var faults = new List<string>();
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var lines in connection.Health.GroupBy(static client => client.Symbol))
        {
            var statuses = new List<HealthStatus>();
            foreach (var (index, client) in lines.Index())
            {
                var (status, fault) = Judge(client, limits);
                var name = index == 0 ? $"{client.Symbol}" : $"{client.Symbol} ({index + 1})";
                data[name] = client.Status.ToString();
                statuses.Add(status);
                if (fault is not null)
                    faults.Add($"{name}: {fault}");
            }

            var overall = JudgeLines(statuses);
            if (overall < worst)
                worst = overall;
        }

        var description = faults.Count == 0 ? $"{connection.Health.Count} connected" : string.Join("; ", faults);
        return Task.FromResult(new HealthCheckResult(worst == HealthStatus.Unhealthy ? context.Registration.FailureStatus : worst, description, data: data));
    }

    // While one of several lines is connected, no message is missing.
    private static HealthStatus JudgeLines(List<HealthStatus> lines)
    {
        var worst = lines.Min();
        return worst == HealthStatus.Unhealthy && lines.Max() > HealthStatus.Unhealthy ? HealthStatus.Degraded : worst;
    }

    private static (HealthStatus Status, string? Fault) Judge(ClientHealth client, NexusHealthSettings limits)
    {
        var status = client.Status;
        switch (status)
        {
            case ConnectionStatus.Connected when client.Lag > limits.MaxLag:
                return (HealthStatus.Degraded, string.Create(CultureInfo.InvariantCulture, $"lag {client.Lag.TotalSeconds:0.###} s, limit {limits.MaxLag.TotalSeconds:0.###} s"));
            case ConnectionStatus.Connected:
                return (HealthStatus.Healthy, null);
            case ConnectionStatus.Stale:
                return (HealthStatus.Degraded, "no message received");
            case ConnectionStatus.Closed { Reason: not null }:
                return (HealthStatus.Unhealthy, status.ToString());
            default:
                return (client.DisconnectedFor >= limits.UnhealthyAfter ? HealthStatus.Unhealthy : HealthStatus.Degraded, status.ToString());
        }
    }
}
