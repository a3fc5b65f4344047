namespace Nexus.Examples.Tests.Desk;

/// <summary>A gateway whose answers a test gives.</summary>
internal sealed class FakeGateway : IOrderGateway
{
    public List<OrderRequest> Placed { get; } = [];

    public List<long> Canceled { get; } = [];

    public TaskCompletionSource<long> Placing { get; private set; } = new();

    public TaskCompletionSource<bool> Canceling { get; } = new();

    public Task<long> PlaceAsync(OrderRequest order, CancellationToken cancellationToken = default)
    {
        Placed.Add(order);
        return (Placing = new TaskCompletionSource<long>()).Task;
    }

    public Task<bool> CancelAsync(Symbol symbol, long orderId, CancellationToken cancellationToken = default)
    {
        Canceled.Add(orderId);
        return Canceling.Task;
    }
}
