using System.Reactive.Subjects;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>A paper exchange on a market that a test plays, one message a call, at milliseconds since the start. It keeps what the exchange reports.</summary>
internal sealed class Paper : IDisposable
{
    private readonly Subject<NexusMessage> _market = new();

    public Paper(PaperExchangeOptions? options = null)
    {
        Market = new NexusFeed(_market);
        Exchange = new PaperExchange(Market, options);
        Exchange.Feed.OrderUpdates.Subscribe(update =>
        {
            Updates.Add(update);
            Reports.Add(FormattableString.Invariant($"{Millisecond()} {update.StatusText} {update.OrderId}{(update.ExecutedQuantity == 0 ? "" : FormattableString.Invariant($" {update.ExecutedQuantity:0.####} at {update.ExecutedPrice:0.####}"))}"));
        });
        Exchange.Feed.Transactions.Subscribe(Fills.Add);
        Exchange.Feed.Connect();
    }

    public NexusFeed Market { get; }

    public PaperExchange Exchange { get; }

    /// <summary>The updates, each with the time at which it arrived, its status, its order and its fill.</summary>
    public List<string> Reports { get; } = [];

    public List<OrderUpdate> Updates { get; } = [];

    public List<Transaction> Fills { get; } = [];

    public static OrderRequest Buy(decimal quantity, decimal price) => OrderRequest.Limit(Make.Symbol, Side.Buy, quantity, price);

    public static OrderRequest Sell(decimal quantity, decimal price) => OrderRequest.Limit(Make.Symbol, Side.Sell, quantity, price);

    public void Book(int at, string levels) => Say(Make.Book(levels, timestamp: At(at)));

    public void Trade(int at, string trade) => Say(Make.Trade(trade, timestamp: At(at)));

    public void Say(NexusMessage message) => _market.OnNext(message);

    public void End() => _market.OnCompleted();

    public void Fail(Exception error) => _market.OnError(error);

    public Task<long> Place(OrderRequest order) => Exchange.PlaceAsync(order);

    public void Dispose()
    {
        _market.OnCompleted();
        Exchange.Dispose();
    }

    private static DateTimeOffset At(int millisecond) => Marbles.DefaultStart.AddMilliseconds(millisecond);

    private double Millisecond() => (Market.Clock.Now - Marbles.DefaultStart).TotalMilliseconds;
}
