using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>Latency, ids, ends and failures of requests.</summary>
public sealed class PaperTimeTests
{
    private static readonly Latency Five = Latency.Fixed(TimeSpan.FromMilliseconds(5));

    [Test]
    public void A_request_arrives_after_the_latency_and_before_a_message_with_the_same_timestamp()
    {
        using var paper = new Paper(new PaperExchangeOptions { OrderLatency = Five });
        paper.Book(1, "100x5 | 101x5");
        var id = paper.Place(Paper.Buy(1, 102));
        paper.Book(5, "100x5 | 102x5");
        Assert.That(id.IsCompleted, Is.False);
        paper.Book(6, "100x5 | 101.5x5");

        Assert.That(paper.Reports, Is.EqualTo(new[] { "6 NEW 1", "6 FILLED 1 1 at 102" }));
        Assert.That(id.Result, Is.EqualTo(1));
    }

    [Test]
    public void Events_arrive_after_the_response_latency_with_the_time_at_which_they_happened()
    {
        using var paper = new Paper(new PaperExchangeOptions { OrderLatency = Five, ResponseLatency = Latency.Fixed(TimeSpan.FromMilliseconds(10)) });
        paper.Book(1, "100x5 | 101x5");
        var id = paper.Place(Paper.Buy(1, 101));
        paper.Book(12, "100x5 | 101x5");
        Assert.That(id.IsCompleted, Is.False);
        paper.Book(20, "100x5 | 101x5");

        Assert.That(paper.Reports, Is.EqualTo(new[] { "16 NEW 1", "16 FILLED 1 1 at 101" }));
        Assert.That(paper.Updates.Select(static update => (update.Timestamp - Marbles.DefaultStart).TotalMilliseconds), Is.All.EqualTo(6));
        Assert.That(id.IsCompletedSuccessfully);
    }

    [Test]
    public void Requests_never_overtake_each_other()
    {
        var latencies = new Queue<int>([9, 1]);
        var latency = Latency.From((_, _) => TimeSpan.FromMilliseconds(latencies.Dequeue()));
        using var paper = new Paper(new PaperExchangeOptions { OrderLatency = latency });
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(1, 100));
        var canceled = paper.Exchange.CancelAsync(Make.Symbol, 1);
        paper.Book(20, "100x5 | 101x5");

        Assert.That(paper.Reports, Is.EqualTo(new[] { "10 NEW 1", "10 CANCELLED 1" }));
        Assert.That(canceled.Result, Is.True);
    }

    [Test]
    public void Requests_are_answered_after_the_clock_has_restarted([Values(0, 5)] int latency, [Values(0, 3)] int first)
    {
        using var paper = new Paper(new PaperExchangeOptions { OrderLatency = Latency.Fixed(TimeSpan.FromMilliseconds(latency)) });
        for (var time = 1; time <= first; time++)
            paper.Book(time, "100x5 | 101x5");
        paper.Book(2_000_000_000, "100x5 | 101x5");
        paper.Book(2_000_000_001, "100x5 | 101x5");
        var early = paper.Place(Paper.Buy(1, 100));
        for (var time = 10; time <= 60; time++)
            paper.Book(time, "100x5 | 101x5");
        var late = paper.Place(Paper.Buy(1, 100));
        paper.Book(70, "100x5 | 101x5");

        Assert.That(early.IsCompletedSuccessfully);
        Assert.That(late.IsCompletedSuccessfully);
        Assert.That(paper.Market.Clock.Now, Is.EqualTo(Marbles.DefaultStart.AddMilliseconds(70)));
    }

    [Test]
    public void Latencies_are_within_their_limits_and_repeatable()
    {
        var (min, max) = (TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(50));
        foreach (var latency in new[] { Latency.Uniform(min, max), Latency.LogNormal(TimeSpan.FromMilliseconds(6), 0.5, max) })
        {
            var draws = Draw(latency, 1);
            Assert.That(draws, Is.EqualTo(Draw(latency, 1)));
            Assert.That(draws, Is.Not.EqualTo(Draw(latency, 2)));
            Assert.That(draws, Is.All.InRange(TimeSpan.Zero, max));
        }

        Assert.That(Draw(Latency.Uniform(min, max), 1), Is.All.GreaterThanOrEqualTo(min));
        var normal = Draw(Latency.LogNormal(TimeSpan.FromMilliseconds(6), 0.5, max), 3);
        Assert.That(normal.Count(static t => t.TotalMilliseconds < 6), Is.InRange(450, 550));
        Assert.That(normal.Count(static t => t.TotalMilliseconds > 6 * 1.6487), Is.InRange(120, 200));

        static List<TimeSpan> Draw(Latency latency, int seed)
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, 1000).Select(_ => latency.Next(random, default))];
        }
    }

    [Test]
    public void Canceling_the_wait_does_not_cancel_the_order()
    {
        using var paper = new Paper(new PaperExchangeOptions { OrderLatency = Five });
        using var stop = new CancellationTokenSource();
        paper.Book(1, "100x5 | 101x5");
        var id = paper.Exchange.PlaceAsync(Paper.Buy(1, 100), stop.Token);
        stop.Cancel();
        paper.Book(9, "100x5 | 101x5");

        Assert.That(id.IsCanceled);
        Assert.That(paper.Reports, Is.EqualTo(new[] { "6 NEW 1" }));
    }

    [Test]
    public void A_queue_model_that_throws_fails_the_request_and_is_reported()
    {
        using var paper = new Paper(new PaperExchangeOptions { Queue = new Failing() });
        var faults = new List<SubscriberFault>();
        paper.Market.SubscriberFaults.Subscribe(faults.Add);
        paper.Book(1, "100x5 | 101x5");
        var id = paper.Place(Paper.Buy(1, 100));

        Assert.That(id.Exception?.InnerException, Is.TypeOf<OrderGatewayException>().With.InnerException.TypeOf<InvalidOperationException>());
        Assert.That(faults, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_disposed_exchange_answers_and_reports_nothing()
    {
        using var paper = new Paper();
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(1, 100));
        paper.Exchange.Dispose();
        var late = paper.Place(Paper.Buy(1, 100));
        paper.Trade(2, "99x9 sell");

        Assert.That(late.Exception?.InnerException, Is.TypeOf<OrderGatewayException>().With.Message.EqualTo("The paper exchange was disposed.").And.Property("MayBeExecuted").False);
        Assert.That(paper.Reports, Is.EqualTo(new[] { "1 NEW 1" }));
    }

    [Test]
    public async Task Orders_placed_from_many_threads_all_arrive()
    {
        using var paper = new Paper();
        paper.Book(1, "100x5 | 101x5");
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Task.WhenAll(Enumerable.Range(0, 250).Select(_ => paper.Place(Paper.Buy(1, 100)))))));

        Assert.That(ids.SelectMany(static id => id), Is.EquivalentTo(Enumerable.Range(1, 1000)));
        Assert.That(paper.Updates.Select(static update => update.OrderId), Is.EqualTo(Enumerable.Range(1, 1000)));
    }

    [Test]
    public void Paper_orders_are_tracked_like_real_orders()
    {
        using var paper = new Paper(new PaperExchangeOptions { Fees = new FeeSchedule { Maker = 0.001m } });
        using var ledger = new OrderLedger(paper.Exchange.Feed.TrackOrders());
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(2, 100));
        paper.Trade(2, "100x6 sell");
        Assert.That(ledger.Find(1), Has.Property("Filled").EqualTo(1).And.Property("Status").EqualTo(OrderStatus.PartiallyFilled).And.Property("Unconfirmed").EqualTo(0));
        paper.Trade(3, "100x6 sell");

        Assert.That(ledger.Find(1), Has.Property("IsSettled").True.And.Property("AveragePrice").EqualTo(100));
        Assert.That(ledger.Positions[Make.Symbol].Quantity, Is.EqualTo(2));
    }

    private sealed class Failing : QueueModel
    {
        public override QueuePosition Join(decimal shown) => throw new InvalidOperationException();
    }
}
