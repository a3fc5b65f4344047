namespace Nexus.Desk.ViewModels;

/// <summary>An exchange that misbehaves on demand.</summary>
public interface IHostility
{
    /// <summary>Performs an act. The task completes when the exchange behaves again.</summary>
    Task RunAsync(HostileAct act, CancellationToken cancellationToken);
}
