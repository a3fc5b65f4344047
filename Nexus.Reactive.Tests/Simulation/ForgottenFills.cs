namespace Nexus.Reactive.Tests.Simulation;

/// <summary>What was counted of the orders that the tracker forgot. An order that it restores from its id alone contains only what was not counted before.</summary>
internal sealed class ForgottenFills
{
    private readonly Dictionary<long, decimal> _forgotten = [];
    private readonly Dictionary<long, decimal> _restored = [];

    /// <summary>The quantity that the tracked order does not contain, because it was counted before.</summary>
    public decimal Of(long orderId) => _restored.GetValueOrDefault(orderId);

    public void OnNext(OrderEvent change)
    {
        var id = change.After.OrderId;
        if (change.Kind == OrderEventKind.Forgotten)
            _forgotten[id] = Of(id) + change.After.Filled;
        else if (change.Before is null && !change.IsUntracked && _forgotten.TryGetValue(id, out var counted))
            _restored[id] = counted;
    }
}
