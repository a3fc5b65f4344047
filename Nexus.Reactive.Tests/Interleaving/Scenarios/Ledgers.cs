namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>A thread subscribes to a ledger while events arrive, and its queue holds one event: the state comes first, no event is lost, and Subscribe returns.</summary>
internal sealed class SubscribeToALedgerWhileItChanges : Scenario
{
    private readonly List<string> _seen = [];

    public SubscribeToALedgerWhileItChanges()
    {
        var subscription = new LedgerSubscription(new Observer(_seen), static _ => { }, capacity: 1);
        Threads =
        [
            () =>
            {
                for (var i = 1; i <= 3; i++)
                {
                    subscription.Add(new OrderEvent(null, Order(i), OrderEventKind.Created, null));
                    subscription.Drain();
                }
            },
            () => subscription.Start([Order(0)]),
        ];
    }

    public override IEnumerable<Action> Threads { get; }

    public override void Check() => Require(_seen.SequenceEqual(["0", "1", "2", "3"]), string.Join(' ', _seen));

    private static Order Order(long id) => new()
    {
        OrderId = id,
        Symbol = new Symbol("SPOT", "BTC", "USDT"),
        Side = Side.Buy,
        Type = OrderType.Limit,
        Status = OrderStatus.New,
        CreatedAt = default,
        UpdatedAt = default,
    };

    private sealed class Observer(List<string> seen) : IObserver<OrderEvent>
    {
        public void OnNext(OrderEvent value)
        {
            Schedule.Point();
            seen.Add($"{value.After.OrderId}");
        }

        public void OnError(Exception error) => throw error;

        public void OnCompleted() => seen.Add("end");
    }
}
