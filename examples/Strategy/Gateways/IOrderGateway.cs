namespace Strategy.Gateways;

/// <summary>Where signals go. What becomes of them is heard on the feed.</summary>
public interface IOrderGateway
{
    Task SendAsync(Signal signal, CancellationToken cancellationToken);
}
