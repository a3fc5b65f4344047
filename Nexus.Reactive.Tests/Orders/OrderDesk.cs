using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>A connected feed, one tracker on it, and short names for its inputs. Times are milliseconds after <see cref="T0"/>.</summary>
internal sealed class OrderDesk
{
    public static readonly DateTimeOffset T0 = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);
    public static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    public static readonly Symbol Eth = Symbol.Parse("SPOT_ETH_USDT");

    public OrderDesk(OrderTrackingOptions? options = null, IObservable<OrderSnapshot>? snapshots = null)
    {
        Feed = new NexusFeed(Source);
        Feed.SubscriberFaults.Subscribe(Faults.Add, _ => { });
        Ledger = new OrderLedger(Track());
        FifoLedger = new OrderLedger(Track(), CostBasis.FirstInFirstOut);
        Subscription = Track().Subscribe(Events.Add, error => Error = error, () => IsCompleted = true);
        Feed.Connect();

        IObservable<OrderEvent> Track() => snapshots is null ? Feed.TrackOrders(options) : Feed.TrackOrders(snapshots, options);
    }

    public Subject<NexusMessage> Source { get; } = new();

    public NexusFeed Feed { get; }

    public OrderLedger Ledger { get; }

    public OrderLedger FifoLedger { get; }

    /// <summary>The position in the first symbol.</summary>
    public Position Position => Ledger.Positions[Btc];

    public IDisposable Subscription { get; }

    public List<OrderEvent> Events { get; } = [];

    public List<SubscriberFault> Faults { get; } = [];

    public Exception? Error { get; private set; }

    public bool IsCompleted { get; private set; }

    public OrderEvent Last => Events[^1];

    public Order Order => Last.After;

    public IEnumerable<OrderEventKind> Kinds => Events.Select(e => e.Kind);

    public static DateTimeOffset At(double milliseconds) => T0.AddMilliseconds(milliseconds);

    public static OrderUpdate U(
        double at,
        OrderStatus status,
        decimal executed = 0,
        decimal? price = 100,
        decimal? quantity = 10,
        decimal? limit = 100,
        decimal? aggregated = null,
        long order = 1,
        Side side = Side.Buy,
        Symbol? symbol = null,
        OrderType type = OrderType.Limit,
        string? text = null) => new()
        {
            Timestamp = At(at),
            Symbol = symbol ?? Btc,
            OrderId = order,
            OrderType = type,
            OrderTypeText = type.ToString(),
            Side = side,
            Status = status,
            StatusText = text ?? status.ToString(),
            OrderPrice = limit,
            OrderQuantity = quantity,
            ExecutedPrice = executed > 0 ? price : null,
            ExecutedQuantity = executed,
            AggregatedExecutedQuantity = aggregated,
        };

    public static Transaction T(
        double at,
        long id,
        decimal quantity,
        decimal price = 100,
        long order = 1,
        Side side = Side.Buy,
        Symbol? symbol = null,
        decimal? fee = null,
        string? feeAsset = null) => new()
        {
            Timestamp = At(at),
            Id = id,
            Symbol = symbol ?? Btc,
            OrderId = order,
            ExecutedPrice = price,
            ExecutedQuantity = quantity,
            Side = side,
            Fee = fee,
            FeeAsset = feeAsset,
        };

    public static FeedGap Gap(Symbol? symbol = null) => new("cut", symbol);

    /// <summary>Pushes messages; gives the events that they brought.</summary>
    public IReadOnlyList<OrderEvent> Push(params NexusMessage[] messages)
    {
        var seen = Events.Count;
        foreach (var message in messages)
            Source.OnNext(message);
        Assert.That(Faults, Is.Empty);
        return Events[seen..];
    }

    /// <summary>Lets the feed's clock run on.</summary>
    public IReadOnlyList<OrderEvent> Wait(double at) => Push(new Ping(At(at)));

    /// <summary>The kinds that a history of messages gives, on a desk of its own.</summary>
    public static OrderDesk Of(params NexusMessage[] messages)
    {
        var desk = new OrderDesk();
        desk.Push(messages);
        return desk;
    }
}
