using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>Requests that are under way when the market ends.</summary>
public sealed class PaperEndTests
{
    private static readonly PaperExchangeOptions Slow = new() { OrderLatency = Latency.Fixed(TimeSpan.FromMilliseconds(5)), ResponseLatency = Latency.Fixed(TimeSpan.FromMilliseconds(5)) };

    [Test]
    public void Pending_requests_fail_at_the_end_and_state_whether_they_arrived()
    {
        using var paper = new Paper(Slow);
        paper.Book(1, "100x5 | 101x5");
        var arrived = paper.Place(Paper.Buy(1, 100));
        paper.Book(7, "100x5 | 101x5");
        var canceled = paper.Exchange.CancelAsync(Make.Symbol, 1);
        paper.End();
        var late = paper.Place(Paper.Buy(1, 100));

        const string Ended = "The market ended before the exchange answered.";
        Assert.That(Fault(arrived), Has.Message.EqualTo(Ended).And.Property("MayBeExecuted").True);
        Assert.That(Fault(canceled), Has.Message.EqualTo(Ended).And.Property("MayBeExecuted").False);
        Assert.That(Fault(late), Has.Message.EqualTo(Ended).And.Property("MayBeExecuted").False);
        Assert.That(paper.Reports, Is.Empty);
    }

    [Test]
    public void Pending_requests_fail_in_their_order_after_the_end_of_the_feed()
    {
        using var paper = new Paper(Slow);
        var seen = new List<string>();
        paper.Exchange.Feed.Books.Subscribe(static _ => { }, () => seen.Add("end"));
        paper.Book(1, "100x5 | 101x5");
        foreach (var name in new[] { "first", "second" })
            paper.Place(Paper.Buy(1, 100)).ToObservable(Scheduler.Immediate).Subscribe(static _ => { }, _ => seen.Add(name));
        paper.End();

        Assert.That(seen, Is.EqualTo(new[] { "end", "first", "second" }));
    }

    [Test]
    public void Pending_requests_fail_with_the_error_of_the_market_feed()
    {
        using var paper = new Paper(Slow with { Feed = new NexusFeedOptions { UnobservedFault = static _ => { } } });
        paper.Book(1, "100x5 | 101x5");
        var id = paper.Place(Paper.Buy(1, 100));
        paper.Fail(new IOException("disk"));

        Assert.That(Fault(id), Has.Message.EqualTo("The market failed: disk").And.InnerException.TypeOf<IOException>());
    }

    [Test]
    public void A_stream_that_ends_with_the_feed_completes()
    {
        using var m = new Marbles();
        using var paper = new PaperExchange(m.Feed("-b-----|", ('b', Make.Book("100x5 | 101x5"))), new PaperExchangeOptions { OrderLatency = Latency.Fixed(TimeSpan.FromMilliseconds(20)) });
        var ids = from book in paper.Feed.Books.Take(1)
                  from id in paper.PlaceAsync(OrderRequest.Market(book.Symbol, Side.Buy, 0.1m)).ToObservable(Scheduler.Immediate)
                  select id;

        m.Expect(ids.TakeUntil(paper.Feed.LastOrDefaultAsync())).ToBe("-------|");
        m.Expect(ids.Catch((OrderGatewayException error) => Observable.Return(error.MayBeExecuted ? 1L : 0))).ToBe("-------(n|)", ('n', 0));
        using var connection = paper.Feed.Connect();
        m.Run();
    }

    [Test]
    public async Task A_request_whose_wait_is_canceled_before_it_is_sent_is_not_sent()
    {
        using var paper = new Paper();
        paper.Book(1, "100x5 | 101x5");
        var id = paper.Exchange.PlaceAsync(Paper.Buy(1, 100), new CancellationToken(canceled: true));
        paper.Book(2, "100x5 | 101x5");

        await Assert.ThatAsync(() => id, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(paper.Reports, Is.Empty);
    }

    private static OrderGatewayException? Fault(Task task) => task.Exception?.InnerException as OrderGatewayException;
}
