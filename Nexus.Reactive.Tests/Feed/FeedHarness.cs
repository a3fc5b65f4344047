using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>A connected feed of typed messages, with the faults it published.</summary>
internal sealed class FeedHarness
{
    public static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    public static readonly DateTimeOffset T0 = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);

    public FeedHarness(NexusFeedOptions? options = null, bool connect = true)
    {
        Feed = new NexusFeed(Source, options);
        Feed.SubscriberFaults.Subscribe(Faults.Add, Ignore, Ignore);
        Feed.ClockFaults.Subscribe(ClockFaults.Add, Ignore, Ignore);
        if (connect)
            Connection = Feed.Connect();
    }

    public Subject<NexusMessage> Source { get; } = new();

    public NexusFeed Feed { get; }

    public IDisposable? Connection { get; }

    public List<SubscriberFault> Faults { get; } = [];

    public List<ClockFault> ClockFaults { get; } = [];

    public TimeSpan Now => Feed.Clock.Now - T0;

    public static DateTimeOffset At(double milliseconds) => T0.AddMilliseconds(milliseconds);

    public static Trade TradeAt(double milliseconds, decimal price = 1) => new(Btc, At(milliseconds), price, 1, Side.Buy);

    public static Ping PingAt(double milliseconds) => new(At(milliseconds));

    public static Book BookAt(double milliseconds) => new(Btc, At(milliseconds), [new Level(101, 1)], [new Level(100, 1)]);

    public static OrderUpdate UpdateAt(double milliseconds) => new()
    {
        Timestamp = At(milliseconds),
        Symbol = Btc,
        OrderId = 1,
        OrderType = OrderType.Limit,
        OrderTypeText = "LIMIT",
        Side = Side.Buy,
        Status = OrderStatus.New,
        StatusText = "NEW",
        OrderPrice = 1,
        OrderQuantity = 1,
    };

    public static Transaction TransactionAt(double milliseconds) => new()
    {
        Timestamp = At(milliseconds),
        Id = 1,
        Symbol = Btc,
        OrderId = 1,
        ExecutedPrice = 1,
        ExecutedQuantity = 1,
        Side = Side.Buy,
    };

    public void Trade(double milliseconds, decimal price = 1) => Source.OnNext(TradeAt(milliseconds, price));

    public void Ping(double milliseconds) => Source.OnNext(PingAt(milliseconds));

    private static void Ignore(Exception error)
    {
    }

    private static void Ignore()
    {
    }
}
