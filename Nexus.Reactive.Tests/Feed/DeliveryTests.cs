using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Feed.FeedMarbles;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Which subscriber gets which message, when, and in which order. The letters of messages are those of <see cref="FeedMarbles"/>.</summary>
public sealed class DeliveryTests
{
    [Test]
    public void Each_message_reaches_the_feed_and_its_kind_only()
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings(
            "pbtofumgr|", Inputs);
        m.Expect(feed.Select(static _ => 'x')).ToBe(
            "xxxxxxxxx|");
        m.Expect(feed.Pings.Select(static _ => 'p')).ToBe(
            "p--------|");
        m.Expect(feed.Books.Select(static _ => 'b')).ToBe(
            "-b-------|");
        m.Expect(feed.Trades.Select(static _ => 't')).ToBe(
            "--t------|");
        m.Expect(feed.OrderUpdates.Select(static _ => 'o')).ToBe(
            "---o-----|");
        m.Expect(feed.Transactions.Select(static _ => 'f')).ToBe(
            "----f----|");
        m.Expect(feed.Unknown.Select(static _ => 'u')).ToBe(
            "-----u---|");
        m.Expect(feed.Malformed.Select(static _ => 'm')).ToBe(
            "------m--|");
        m.Expect(feed.Gaps.Select(static _ => 'g')).ToBe(
            "-------g-|");
        m.Expect(feed.Resumed.Select(static _ => 'r')).ToBe(
            "--------r|");
        m.Run();
    }

    [Test]
    public void A_message_moves_the_clock_then_reaches_the_feed_then_its_stream_and_then_due_work_runs()
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings(
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
    public void The_first_timestamp_also_runs_due_work_before_its_message_is_delivered()
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings(
            "u--p", Inputs);
        var work = Observable.Timer(m.GetTime(2), feed.Clock).Select(static _ => 'w').Concat(Observable.Never<char>());
        m.Expect(feed.Pings.Select(static _ => 'p').Merge(work)).ToBe(
            "---(wp)");
        m.Run();
    }

    [Test]
    public void A_gap_has_the_clocks_time_at_the_cut()
    {
        using var m = EachSecond();
        m.Expect(m.FeedWithoutPings(
            "g-p---g-", Inputs).Gaps.Select(static gap => gap.Since)).ToBe(
            "e-----2-", ('e', DateTimeOffset.UnixEpoch), ('2', m.GetTime(2)));
        m.Run();
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(10)]
    public void A_string_is_decoded_once_for_any_number_of_subscribers(int subscribers)
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
    public void A_disposal_acts_at_once_and_a_new_subscription_gets_the_next_message()
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
        Assert.That(feed.Faults, Is.Empty);
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
