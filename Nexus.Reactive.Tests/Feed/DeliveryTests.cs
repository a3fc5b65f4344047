using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Feed.FeedHarness;
using static Nexus.Reactive.Tests.Feed.FeedMarbles;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Who gets what, when, and in which order. The letters of messages are those of <see cref="FeedMarbles"/>.</summary>
public sealed class DeliveryTests
{
    [Test]
    public void Each_message_reaches_the_feed_and_its_kind_only()
    {
        using var m = EachSecond();
        var feed = m.QuietFeed(
            "pbtofumg|", Inputs);
        m.Expect(feed.Select(static _ => 'x')).ToBe(
            "xxxxxxxx|");
        m.Expect(feed.Pings.Select(static _ => 'p')).ToBe(
            "p-------|");
        m.Expect(feed.Books.Select(static _ => 'b')).ToBe(
            "-b------|");
        m.Expect(feed.Trades.Select(static _ => 't')).ToBe(
            "--t-----|");
        m.Expect(feed.OrderUpdates.Select(static _ => 'o')).ToBe(
            "---o----|");
        m.Expect(feed.Transactions.Select(static _ => 'f')).ToBe(
            "----f---|");
        m.Expect(feed.Unknown.Select(static _ => 'u')).ToBe(
            "-----u--|");
        m.Expect(feed.Malformed.Select(static _ => 'm')).ToBe(
            "------m-|");
        m.Expect(feed.Gaps.Select(static _ => 'g')).ToBe(
            "-------g|");
        m.Run();
    }

    [Test]
    public void In_a_turn_the_clock_moves_first_then_the_feed_then_the_kind_then_work_due_now()
    {
        using var m = EachSecond();
        var feed = m.QuietFeed(
            "p-----t-", Inputs);
        var order = Observable.Merge(
            feed.Trades.ObserveOn(feed.Clock).Select(static _ => 'w'),
            feed.Trades.Select(static _ => 'k'),
            feed.Trades.Select(static _ => 'K'),
            feed.OfType<Trade>().Select(static _ => 'f'),
            feed.OfType<Trade>().Select(static _ => 'F'),
            feed.After(6, 'b', m),
            feed.After(3, 'a', m));
        m.Expect(order).ToBe(
            "------(abfFkKw)");
        m.Expect(order.ClockOf(feed, m)).ToBe(
            "------(3666666)");
        m.Run();
    }

    [Test]
    public void A_gap_is_stamped_with_the_clock_at_the_cut()
    {
        using var m = EachSecond();
        m.Expect(m.QuietFeed(
            "g-p---g-", Inputs).Gaps.Select(static gap => gap.Since)).ToBe(
            "e-----2-", ('e', DateTimeOffset.UnixEpoch), ('2', m.TimeOf(2)));
        m.Run();
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(10)]
    public void A_string_is_decoded_once_however_many_subscribe(int subscribers)
    {
        var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        var seen = new List<NexusMessage>();
        for (var i = 0; i < subscribers; i++)
        {
            feed.Subscribe(seen.Add);
            feed.Trades.Subscribe(seen.Add);
        }

        feed.Connect();
        source.OnNext("""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1566455535271,"data":{"price":1,"quantity":2,"side":"SELL"}}""");

        Assert.Multiple(() =>
        {
            Assert.That(seen, Has.Count.EqualTo(2 * subscribers));
            Assert.That(seen.Distinct(ReferenceEqualityComparer.Instance).Count(), Is.EqualTo(Math.Min(subscribers, 1)));
            Assert.That(feed.Clock.Now, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(1566455535271)), "decoded without subscribers too");
        });
    }

    [Test]
    public void Null_strings_and_null_messages_are_malformed()
    {
        var strings = new Subject<string>();
        var ofStrings = new NexusFeed(strings);
        var ofMessages = new FeedHarness();
        var seen = new List<MalformedMessage>();
        ofStrings.Malformed.Subscribe(seen.Add);
        ofMessages.Feed.Malformed.Subscribe(seen.Add);
        ofStrings.Connect();

        strings.OnNext(null!);
        ofMessages.Source.OnNext(null!);

        var expected = new MalformedMessage(string.Empty, "the message is null");
        Assert.That(seen, Is.EqualTo(new[] { expected, expected }));
    }

    [Test]
    public void Nothing_flows_until_Connect_and_the_source_is_subscribed_once()
    {
        var subscriptions = 0;
        var source = Observable.Create<NexusMessage>(observer =>
        {
            subscriptions++;
            observer.OnNext(PingAt(0));
            return () => subscriptions += 10;
        });
        var feed = new NexusFeed(source);
        var seen = 0;
        using var one = feed.Pings.Subscribe(_ => seen++);
        using var two = feed.Subscribe(_ => seen++);
        Assert.That((subscriptions, seen), Is.EqualTo((0, 0)));

        var connection = feed.Connect();
        Assert.That((subscriptions, seen), Is.EqualTo((1, 2)));
        Assert.That(feed.Connect(), Is.SameAs(connection));
        Assert.That((subscriptions, seen), Is.EqualTo((1, 2)));

        connection.Dispose();
        Assert.That(subscriptions, Is.EqualTo(11));
    }

    [Test]
    public void Disposing_stops_delivery_and_connecting_again_resumes_on_the_same_clock()
    {
        var feed = new FeedHarness(connect: false);
        var seen = new List<double>();
        feed.Feed.Pings.Subscribe(p => seen.Add((p.Timestamp - T0).TotalMilliseconds));

        var connection = feed.Feed.Connect();
        feed.Ping(10);
        connection.Dispose();
        feed.Ping(20);
        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(10));
        feed.Feed.Connect();
        feed.Ping(5);
        feed.Ping(30);

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo([10.0, 5, 30]));
            Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(30));
        });
    }

    [Test]
    public void What_waits_in_the_queue_of_a_disposed_connection_is_not_delivered()
    {
        var feed = new FeedHarness();
        var seen = new List<double>();
        feed.Feed.Pings.Subscribe(p =>
        {
            seen.Add((p.Timestamp - T0).TotalMilliseconds);
            if (seen.Count == 1)
            {
                feed.Ping(2);
                feed.Connection!.Dispose();
            }
        });

        feed.Ping(1);

        Assert.That(seen, Is.EqualTo([1.0]));
    }

    [Test]
    public void A_source_that_throws_in_Subscribe_tells_the_caller_of_Connect_who_may_try_again()
    {
        var source = new Flaky();
        var feed = new NexusFeed(source);
        Assert.That(feed.Connect, Throws.InvalidOperationException.With.Message.EqualTo("no socket"));

        feed.Connect();

        Assert.That(feed.Clock.Now, Is.EqualTo(T0));
    }

    private sealed class Flaky : IObservable<NexusMessage>
    {
        private bool _tried;

        public IDisposable Subscribe(IObserver<NexusMessage> observer)
        {
            if (!_tried)
            {
                _tried = true;
                throw new InvalidOperationException("no socket");
            }

            observer.OnNext(PingAt(0));
            return System.Reactive.Disposables.Disposable.Empty;
        }
    }

    [Test]
    public void A_disposal_acts_at_once_and_a_new_subscription_sees_the_next_message()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        IDisposable? third = null;
        feed.Feed.Subscribe(_ =>
        {
            third?.Dispose();
            if (seen.Count == 0)
                feed.Feed.Trades.Subscribe(t => seen.Add($"late {t.Price}"));
            seen.Add("first");
        });
        feed.Feed.Trades.Subscribe(t => seen.Add($"second {t.Price}"));
        third = feed.Feed.Trades.Subscribe(t => seen.Add($"third {t.Price}"));

        feed.Trade(0, 1);
        feed.Trade(1, 2);

        Assert.That(seen, Is.EqualTo(["first", "second 1", "first", "second 2", "late 2"]));
    }

    [Test]
    public void A_push_from_inside_a_subscriber_waits_until_everybody_saw_the_message_in_hand()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        feed.Feed.Trades.Subscribe(t =>
        {
            seen.Add($"a{t.Price}");
            if (t.Price < 3)
                feed.Trade(0, t.Price + 1);
        });
        feed.Feed.Trades.Subscribe(t => seen.Add($"b{t.Price}"));

        feed.Trade(0, 1);

        Assert.That(seen, Is.EqualTo(["a1", "b1", "a2", "b2", "a3", "b3"]));
    }

    [Test]
    public void A_completion_from_inside_a_subscriber_waits_too()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        feed.Feed.Trades.Subscribe(_ => feed.Source.OnCompleted());
        feed.Feed.Trades.Subscribe(_ => seen.Add("next"), () => seen.Add("completed"));

        feed.Trade(0);

        Assert.That(seen, Is.EqualTo(["next", "completed"]));
    }

    [Test]
    public void A_subscriber_that_waits_for_a_pushing_thread_does_not_deadlock()
    {
        var feed = new FeedHarness();
        var seen = new List<decimal>();
        var pushed = false;
        feed.Feed.Trades.Subscribe(t =>
        {
            if (t.Price == 1)
                pushed = Task.Run(() => feed.Trade(1, 2)).Wait(TimeSpan.FromSeconds(30));
            seen.Add(t.Price);
        });

        feed.Trade(0, 1);

        Assert.Multiple(() =>
        {
            Assert.That(pushed);
            Assert.That(seen, Is.EqualTo([1m, 2m]));
        });
    }

    [Test]
    public void Threads_that_push_at_once_are_served_one_at_a_time_each_in_its_own_order_and_nothing_is_lost()
    {
        const int threads = 4;
        const int each = 20_000;
        var inside = 0;
        var overlaps = 0;
        var last = new decimal[threads];
        var outOfOrder = 0;
        var count = 0;
        var source = new PassThrough();
        var feed = new NexusFeed(source);
        feed.Trades.Subscribe(t =>
        {
            if (Interlocked.Increment(ref inside) != 1)
                overlaps++;
            var thread = (int)t.Quantity;
            if (t.Price != last[thread] + 1)
                outOfOrder++;
            last[thread] = t.Price;
            count++;
            Interlocked.Decrement(ref inside);
        });
        feed.Connect();

        using var start = new Barrier(threads);
        var pushing = Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 1; i <= each; i++)
                    source.Observer!.OnNext(new Trade(Btc, T0, i, thread, Side.Buy));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Assert.That(Task.WaitAll(pushing, TimeSpan.FromSeconds(60)));

        Assert.That((count, overlaps, outOfOrder), Is.EqualTo((threads * each, 0, 0)));
    }

    /// <summary>Hands out its observer bare: no lock, no grammar, as a bad source would.</summary>
    private sealed class PassThrough : IObservable<NexusMessage>
    {
        public IObserver<NexusMessage>? Observer { get; private set; }

        public IDisposable Subscribe(IObserver<NexusMessage> observer)
        {
            Observer = observer;
            return System.Reactive.Disposables.Disposable.Empty;
        }
    }

    [Test]
    public void Terminals_reach_the_feed_then_the_kinds_then_the_faults_and_late_subscribers_at_once([Values] bool withError)
    {
        var feed = new FeedHarness();
        var error = new InvalidOperationException("over");
        var seen = new List<string>();
        void Watch<T>(string name, IObservable<T> stream) => stream.Subscribe(_ => { }, e => seen.Add($"{name} {e.Message}"), () => seen.Add($"{name} done"));
        Watch("faults", feed.Feed.SubscriberFaults);
        Watch("trades", feed.Feed.Trades);
        Watch("feed", feed.Feed);

        if (withError)
            feed.Source.OnError(error);
        else
            feed.Source.OnCompleted();
        Watch("late feed", feed.Feed);
        Watch("late books", feed.Feed.Books);
        Watch("late faults", feed.Feed.SubscriberFaults);
        Watch("late clock faults", feed.Feed.ClockFaults);

        var end = withError ? "over" : "done";
        Assert.That(seen, Is.EqualTo(new[] { "feed", "trades", "faults", "late feed", "late books", "late faults", "late clock faults" }.Select(n => $"{n} {end}")));
    }

    [Test]
    public void After_the_end_nothing_more_is_delivered_and_Connect_does_nothing()
    {
        var source = new PassThrough();
        var feed = new NexusFeed(source);
        var seen = new List<string>();
        feed.Subscribe(_ => seen.Add("next"), () => seen.Add("done"));
        feed.Connect();
        var observer = source.Observer!;

        observer.OnNext(PingAt(0));
        observer.OnCompleted();
        observer.OnNext(PingAt(1));
        observer.OnCompleted();
        observer.OnError(new InvalidOperationException());
        feed.Connect().Dispose();

        Assert.That(seen, Is.EqualTo(["next", "done"]));
    }

    [Test]
    public void Constructors_and_operators_name_the_argument_that_is_null()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new NexusFeed((IObservable<string>)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("source"));
            Assert.That(() => new NexusFeed((IObservable<NexusMessage>)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("messages"));
            Assert.That(() => NexusObservable.ToNexusFeed(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("source"));
            Assert.That(() => new NexusFeed(new Subject<string>()).Subscribe((IObserver<NexusMessage>)null!), Throws.ArgumentNullException);
            Assert.That(() => new NexusFeedOptions { MaxClockJump = TimeSpan.Zero }, Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new NexusFeedOptions { RunOnAfterEnd = TimeSpan.FromTicks(-1) }, Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }
}
