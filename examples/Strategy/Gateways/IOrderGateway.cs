namespace Strategy.Gateways;

/// <summary>Receives signals and turns them into orders, whose events arrive on the feed.</summary>
public interface IOrderGateway
{
    Task SendAsync(Signal signal, CancellationToken cancellationToken);
}
