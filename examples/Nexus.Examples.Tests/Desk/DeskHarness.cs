using System.Reactive.Subjects;
using Microsoft.Reactive.Testing;
using Nexus.Desk.ViewModels;
using Nexus.Reactive.Testing;

namespace Nexus.Examples.Tests.Desk;

/// <summary>A market whose messages come from the test, and a screen in virtual time: the UI's context and the timers share one test scheduler.</summary>
internal sealed class DeskHarness : IDisposable
{
    public static readonly DateTimeOffset T0 = new(2024, 8, 8, 12, 0, 0, TimeSpan.Zero);

    public DeskHarness(string symbol = "SPOT_BTC_USDT", IOrderGateway? gateway = null)
    {
        Feed = new NexusFeed(Source);
        Market = new Market(Symbol.Parse(symbol), Feed, Status, RoundTrips, gateway is null ? null : new TradingAccess(gateway, "Orders go to the test."));
        Screen = new Screen(Time, Time);
        Feed.Connect();
    }

    public TestScheduler Time { get; } = new();

    public Screen Screen { get; }

    public Subject<NexusMessage> Source { get; } = new();

    public BehaviorSubject<ConnectionStatus> Status { get; } = new(new ConnectionStatus.Connected());

    public Subject<TimeSpan> RoundTrips { get; } = new();

    public NexusFeed Feed { get; }

    public Market Market { get; }

    public static DateTimeOffset At(double seconds) => T0.AddSeconds(seconds);

    public void Book(string levels, double seconds = 0) => Source.OnNext(Make.Book(levels, timestamp: At(seconds)));

    public void Trade(string trade, double seconds = 0) => Source.OnNext(Make.Trade(trade, timestamp: At(seconds)));

    public void Gap(string reason = "cut") => Source.OnNext(new FeedGap(reason));

    public void Order(string order, OrderStatus status, decimal executed = 0, long id = 1, double seconds = 0) =>
        Source.OnNext(Make.Order(order, id, status, executed, timestamp: At(seconds)));

    public void Fill(string fill, long id, long orderId = 1, double seconds = 0) =>
        Source.OnNext(Make.Transaction(fill, id, orderId, timestamp: At(seconds)));

    /// <summary>Advances wall time.</summary>
    public void Wait(double milliseconds) => Time.AdvanceBy(TimeSpan.FromMilliseconds(milliseconds).Ticks);

    /// <summary>Waits until all received data is shown.</summary>
    public void Frame() => Wait(60);

    public void Dispose() => Market.Dispose();
}
