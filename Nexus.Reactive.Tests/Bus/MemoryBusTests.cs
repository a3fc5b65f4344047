using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Nats;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Bus;

/// <summary>Tests of the whole bus with the in-memory log, where all work runs on the calling thread.</summary>
public sealed class MemoryBusTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    private NexusBus _bus = null!;
    private Subject<string> _source = null!;

    [SetUp]
    public void SetUp()
    {
        _bus = new NexusBus(new NexusBusOptions { Url = NexusBusOptions.Memory });
        _source = new Subject<string>();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _bus.DisposeAsync();
        _source.Dispose();
    }

    [Test]
    public async Task A_reader_receives_published_messages_immediately_and_unchanged()
    {
        var publishing = _bus.PublishAsync(Btc, _source);
        List<string> texts = [];
        using var reading = _bus.Envelopes(Btc).Select(static message => message.Text).Subscribe(texts.Add);
        _source.OnNext(Trade(1));
        _source.OnNext("not json");
        Assert.That(texts, Is.EqualTo(new[] { Trade(1) }), "a malformed message may be private");
        _source.OnCompleted();
        await publishing;
    }

    [Test]
    public async Task Own_orders_and_market_data_are_read_in_one_sequence()
    {
        var publishing = _bus.PublishAsync(Btc, _source);
        List<NexusMessage> messages = [];
        var feed = _bus.Feed(Btc, scope: BusScope.All);
        using var reading = feed.Subscribe(messages.Add);
        using var connection = feed.Connect();
        _source.OnNext(Trade(1));
        _source.OnNext(Order);
        _source.OnNext("not json");
        _source.OnNext(Trade(2));
        Assert.That(messages.Select(static message => message.GetType().Name), Is.EqualTo(new[] { "Trade", "OrderUpdate", "MalformedMessage", "Trade" }));
        _source.OnCompleted();
        await publishing;
    }

    [Test]
    public async Task A_late_reader_starts_at_the_requested_position()
    {
        var publishing = _bus.PublishAsync(Btc, _source);
        _source.OnNext(Trade(1));
        _source.OnNext(Book);
        _source.OnNext(Trade(2));
        Assert.That(Read(new BusStart.Beginning()), Is.EqualTo(new[] { "gap", "1", "book", "2" }));
        Assert.That(Read(new BusStart.LastBook()), Is.EqualTo(new[] { "book", "2" }));
        Assert.That(Read(new BusStart.After(2)), Is.EqualTo(new[] { "book", "2" }));
        Assert.That(Read(new BusStart.After(99)), Is.EqualTo(new[] { "gap" }), "the log has no entry 99, so the reader cannot know what it missed");
        Assert.That(Read(new BusStart.Live()), Is.Empty);
        _source.OnCompleted();
        await publishing;
    }

    [Test]
    public async Task A_replay_completes_at_the_end_of_its_period()
    {
        var publishing = _bus.PublishAsync(Btc, _source);
        _source.OnNext(Trade(1));
        _source.OnNext(Trade(2));
        var feed = _bus.Replay(Btc, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        var trades = feed.Trades.Select(static trade => trade.Price).ToList().Take(1);
        decimal[]? prices = null;
        using var reading = trades.Subscribe(all => prices = [.. all]);
        using var connection = feed.Connect();
        Assert.That(prices, Is.EqualTo(new[] { 1m, 2m }));
        _source.OnCompleted();
        await publishing;
    }

    [Test]
    public void A_published_feed_is_tested_with_marbles()
    {
        using var m = new Marbles(TimeSpan.FromMilliseconds(100));
        _ = _bus.PublishAsync(Btc, m.Hot("-a-b-c-|", ('a', Trade(1)), ('b', Trade(2)), ('c', Trade(3))));
        m.Expect(_bus.Envelopes(Btc).Select(static message => message.Number)).ToBe("-x-y-z--", ('x', 2), ('y', 3), ('z', 4));
        m.Run();
    }

    [Test]
    public void The_error_names_the_invalid_option()
    {
        Assert.That(() => new NexusBus(new NexusBusOptions { Url = new Uri("http://localhost") }), Throws.ArgumentException.With.Property("ParamName").EqualTo("Url"));
        Assert.That(() => new NexusBus(new NexusBusOptions { Url = NexusBusOptions.Memory, Environment = "a.b" }), Throws.ArgumentException.With.Property("ParamName").EqualTo("Environment"));
        Assert.That(() => new NexusBus(new NexusBusOptions { Url = NexusBusOptions.Memory, Replicas = 2 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("Replicas"));
        Assert.That(() => _bus.Feed(default), Throws.ArgumentException);
    }

    [Test]
    public void Options_do_not_print_credentials() =>
        Assert.That(new NexusBusOptions { Url = new Uri("nats://bob:secret@bus.example:4222") }.ToString(), Is.EqualTo("NexusBusOptions nats://bus.example:4222 dev"));

    private string[] Read(BusStart start)
    {
        List<string> texts = [];
        using (_bus.Envelopes(Btc, start, BusScope.All).Subscribe(message => texts.Add(Describe(NexusDecoder.Decode(message.Text)))))
        {
        }

        return [.. texts];
    }

    private static string Describe(NexusMessage message) => message switch
    {
        FeedGap => "gap",
        Nexus.Reactive.Book => "book",
        Nexus.Reactive.Trade trade => FormattableString.Invariant($"{trade.Price}"),
        _ => message.GetType().Name,
    };

    private static string Trade(int price) =>
        $$$"""{"event":"TRADE","timestamp":{{{1_700_000_000_000 + price}}},"symbol":"SPOT_BTC_USDT","data":{"symbol":"SPOT_BTC_USDT","price":{{{price}}},"quantity":1,"side":"BUY"}}""";

    private const string Book =
        """{"event":"BOOK","timestamp":1700000000000,"symbol":"SPOT_BTC_USDT","data":{"asks":[{"price":2,"quantity":1}],"bids":[{"price":1,"quantity":1}]}}""";

    private const string Order =
        """{"event":"ORDER_UPDATE","timestamp":1700000000002,"data":{"symbol":"SPOT_BTC_USDT","order_id":1,"order_type":"LIMIT","order_price":1,"order_quantity":1,"executed_price":0,"executed_quantity":0,"side":"BUY","status":"NEW"}}""";
}
