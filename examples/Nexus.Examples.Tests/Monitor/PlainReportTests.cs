using System.Reactive.Subjects;
using Nexus.Monitoring;

namespace Nexus.Examples.Tests.Monitor;

[SetCulture("de-DE")]
public sealed class PlainReportTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly Symbol Eth = Symbol.Parse("SPOT_ETH_USDT");
    private static readonly DateTimeOffset Start = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);

    private readonly List<string> _lines = [];
    private Subject<NexusMessage> _messages = new();
    private Tally _tally = null!;

    [SetUp]
    public void Listen()
    {
        _lines.Clear();
        _messages = new Subject<NexusMessage>();
        var feed = new NexusFeed(_messages);
        _tally = new Tally(feed);
        PlainReport.Lines(feed, static _ => true).Subscribe(_lines.Add);
        feed.Connect();
    }

    [TearDown]
    public void Close()
    {
        _tally.Dispose();
        _messages.Dispose();
    }

    [Test]
    public void Each_completed_second_prints_one_line_with_the_book_at_its_end()
    {
        _messages.OnNext(Book(100, 61837.63m, 61837.64m));
        _messages.OnNext(Trade(200, 3m, 1m));
        _messages.OnNext(Trade(300, 4m, 2m));
        _messages.OnNext(Book(999, 61830m, 61830.010m));
        _messages.OnNext(Book(1000, 1m, 2m));

        Assert.That(_lines, Is.EqualTo(new[]
        {
            "2024-08-08T23:54:15.000Z SPOT_BTC_USDT trades=2 volume=3 vwap=3.6666666666666666666666666667 bid=61830 ask=61830.01",
        }));
    }

    [Test]
    public void A_missing_value_is_a_dash()
    {
        _messages.OnNext(Trade(200, 3m, 1m));
        _messages.OnNext(new Book(Btc, At(1500), [], [new Level(2.50m, 1)]));
        _messages.OnNext(new Ping(At(2000)));

        Assert.That(_lines, Is.EqualTo(new[]
        {
            "2024-08-08T23:54:15.000Z SPOT_BTC_USDT trades=1 volume=1 vwap=3 bid=- ask=-",
            "2024-08-08T23:54:16.000Z SPOT_BTC_USDT trades=0 volume=0 vwap=- bid=2.5 ask=-",
        }));
    }

    [Test]
    public void Each_symbol_has_its_own_lines_and_book()
    {
        _messages.OnNext(Trade(0, 3m, 1m));
        _messages.OnNext(new Trade(Eth, At(100), 5m, 0.10m, Side.Sell));
        _messages.OnNext(new Book(Eth, At(200), [new Level(6, 1)], [new Level(5, 1)]));
        _messages.OnCompleted();

        Assert.That(_lines, Is.EqualTo(new[]
        {
            "2024-08-08T23:54:15.000Z SPOT_BTC_USDT trades=1 volume=1 vwap=3 bid=- ask=-",
            "2024-08-08T23:54:15.000Z SPOT_ETH_USDT trades=1 volume=0.1 vwap=5 bid=5 ask=6",
        }));
    }

    [Test]
    public void Tiny_and_huge_numbers_are_exact_and_have_no_exponent()
    {
        _messages.OnNext(Trade(0, 0.0000000000000000000000000001m, 0.000000001m));
        _messages.OnNext(Trade(1000, 79228162514264337593543950335m, 1m));
        _messages.OnNext(Trade(2000, 1m, decimal.MaxValue));
        _messages.OnNext(Trade(2001, 1m, decimal.MaxValue));
        _messages.OnCompleted();

        Assert.That(_lines, Is.EqualTo(new[]
        {
            "2024-08-08T23:54:15.000Z SPOT_BTC_USDT trades=1 volume=0.000000001 vwap=0.0000000000000000000000000001 bid=- ask=-",
            "2024-08-08T23:54:16.000Z SPOT_BTC_USDT trades=1 volume=1 vwap=79228162514264337593543950335 bid=- ask=-",
            "2024-08-08T23:54:17.000Z SPOT_BTC_USDT trades=2 volume=overflow vwap=1 bid=- ask=-",
        }));
    }

    [Test]
    public void The_counts_cover_messages_diffs_and_distinct_orders()
    {
        _messages.OnNext(Book(0, 1m, 2m));
        _messages.OnNext(Book(1, 1m, 2m));
        _messages.OnNext(Book(2, 1m, 3m));
        _messages.OnNext(Trade(3, 1m, 1m));
        _messages.OnNext(Update(7));
        _messages.OnNext(Update(7));
        _messages.OnNext(new Transaction { Timestamp = At(4), Id = 1, Symbol = Btc, OrderId = 8, ExecutedPrice = 1, ExecutedQuantity = 1, Side = Side.Buy });
        _messages.OnNext(new Ping(At(5)));
        _messages.OnNext(new UnknownMessage("X", "{}"));
        _messages.OnNext(new MalformedMessage("", "empty"));
        _messages.OnNext(new FeedGap("cut"));

        Assert.That(_tally.ToString(), Is.EqualTo("done messages=11 books=3 trades=1 diffs=2 orders=2 unknown=1 malformed=1 gaps=1"));
    }

    private static DateTimeOffset At(int milliseconds) => Start.AddMilliseconds(milliseconds);

    private static Book Book(int milliseconds, decimal bid, decimal ask) => new(Btc, At(milliseconds), [new Level(ask, 1)], [new Level(bid, 1)]);

    private static Trade Trade(int milliseconds, decimal price, decimal quantity) => new(Btc, At(milliseconds), price, quantity, Side.Buy);

    private static OrderUpdate Update(long id) => new()
    {
        Timestamp = At(4),
        Symbol = Btc,
        OrderId = id,
        OrderType = OrderType.Limit,
        OrderTypeText = "LIMIT",
        Side = Side.Buy,
        Status = OrderStatus.New,
        StatusText = "NEW",
        OrderPrice = 1,
        OrderQuantity = 1,
    };
}
