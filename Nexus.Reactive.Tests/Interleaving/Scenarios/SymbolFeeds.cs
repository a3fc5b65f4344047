namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>
/// A feed delivers while subscribers of one symbol come and go: one that stays gets each message once, a later one gets the rest, and two threads that
/// request a symbol for the first time both get its messages.
/// </summary>
internal sealed class SubscribeToASymbolWhileDelivering : Scenario
{
    private static readonly DateTimeOffset T0 = new(2024, 8, 8, 0, 0, 0, TimeSpan.Zero);
    private static readonly Symbol Btc = new("SPOT", "BTC", "USDT");

    private readonly FeedSource _source = new();
    private readonly NexusFeed _feed;
    private readonly List<decimal> _one = [];
    private readonly List<decimal> _other = [];

    public SubscribeToASymbolWhileDelivering()
    {
        _feed = new NexusFeed(_source);
        _feed.Connect();
    }

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            Push(1);
            Push(2);
        },
        () => _feed.ForSymbol(Btc).Trades.Subscribe(trade => _one.Add(trade.Price)),
        () =>
        {
            _feed.ForSymbol(Btc).Trades.Subscribe(static _ => { }).Dispose();
            _feed.ForSymbol(Btc).Trades.Subscribe(trade => _other.Add(trade.Price));
        },
    ];

    public override void Check()
    {
        Push(3);
        foreach (var seen in new[] { _one, _other })
            Require(seen is [1, 2, 3] or [2, 3] or [3], $"seen {string.Join(' ', seen)}");
    }

    private void Push(decimal price) => _source.Input!.OnNext(new Trade(Btc, T0, price, 1, Side.Buy));
}
