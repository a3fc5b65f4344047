namespace Strategy.Gateways;

/// <summary>Converts signals to orders, whose events arrive on the feed.</summary>
public interface IOrderGateway
{
    Task SendAsync(Signal signal, CancellationToken cancellationToken);
}
