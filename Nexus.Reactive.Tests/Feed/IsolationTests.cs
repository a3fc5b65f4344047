using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Testing;
using static Nexus.Reactive.Tests.Feed.FeedHarness;
using static Nexus.Reactive.Tests.Feed.FeedMarbles;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>A subscriber that throws affects no other subscriber.</summary>
public sealed class IsolationTests
{
    private static readonly InvalidOperationException Boom = new("boom");

    /// <summary>Ways to throw behind a stream of the feed.</summary>
    private static readonly Dictionary<string, Func<NexusFeed, IObservable<Trade>, IDisposable>> Throwers = new()
    {
        ["bare"] = (_, trades) => trades.Subscribe(_ => throw Boom),
        ["select"] = (_, trades) => trades.Select(t => t.Price).Subscribe(_ => throw Boom),
        ["where, scan"] = (_, trades) => trades.Where(t => t.Price > 0).Scan(0m, (sum, t) => sum + t.Price).Subscribe(_ => throw Boom),
        ["buffer"] = (_, trades) => trades.Buffer(1).Subscribe(_ => throw Boom),
        ["publish"] = (_, trades) => trades.Publish().RefCount().Subscribe(_ => throw Boom),
        ["subject"] = (_, trades) =>
        {
            var subject = new Subject<Trade>();
            subject.Subscribe(_ => throw Boom);
            return trades.Subscribe(subject);
        },
        ["async"] = (_, trades) => trades.Do(_ => throw Boom, _ => throw Boom).Subscribe(_ => { }),
        ["group"] = (_, trades) => trades.GroupBy(t => t.Symbol).Subscribe(g => g.Subscribe(_ => throw Boom)),
        ["select many"] = (_, trades) => trades.SelectMany(t => Observable.Return(t)).Subscribe(_ => throw Boom),
        ["observe on the clock"] = (feed, trades) => trades.ObserveOn(feed.Clock).Subscribe(_ => throw Boom),
        ["throttle on the clock"] = (feed, trades) => trades.Throttle(TimeSpan.Zero, feed.Clock).Subscribe(_ => throw Boom),
        ["own timer"] = (feed, trades) => trades.Subscribe(_ => feed.Clock.Schedule(() => throw Boom)),
    };

    private static IEnumerable<TestCaseData> Places() =>
        from thrower in Throwers.Keys from place in new[] { 0, 1, 2 } select new TestCaseData(thrower, place);

    [TestCaseSource(nameof(Places))]
    public void Other_subscribers_and_library_state_are_unaffected_by_a_subscriber_that_throws(string thrower, int place)
    {
        var feed = new FeedHarness();
        var one = new List<decimal>();
        var two = new List<decimal>();
        var all = 0;
        void Subscribe(int slot, Action honest)
        {
            if (slot == place)
                Throwers[thrower](feed.Feed, feed.Feed.Trades);
            else
                honest();
        }

        Subscribe(0, () => feed.Feed.Trades.Subscribe(t => one.Add(t.Price)));
        Subscribe(1, () => feed.Feed.Trades.Subscribe(t => (place == 0 ? one : two).Add(t.Price)));
        Subscribe(2, () => feed.Feed.Trades.Subscribe(t => two.Add(t.Price)));
        feed.Feed.Subscribe(_ => all++);

        feed.Ping(0);
        feed.Trade(1, 1);
        feed.Trade(2, 2);
        feed.Ping(1000);
        feed.Trade(1001, 3);

        var throwsEachTime = thrower == "own timer";
        Assert.Multiple(() =>
        {
            Assert.That(one, Is.EqualTo([1m, 2m, 3m]));
            Assert.That(two, Is.EqualTo([1m, 2m, 3m]));
            Assert.That(all, Is.EqualTo(5));
            Assert.That(feed.Faults, Has.Count.EqualTo(throwsEachTime ? 3 : 1));
            Assert.That(feed.Faults.Select(f => f.Exception), Is.All.SameAs(Boom));
            Assert.That(feed.Source.HasObservers, "the source is unaffected");
        });
    }

    [Test]
    public void A_removed_subscriber_receives_the_error_so_subscribers_of_its_own_Publish_also_end()
    {
        using var m = EachSecond();
        var feed = m.Feed(
            "-t-t-", Inputs);
        var shared = feed.Trades.Select(static _ => 't').Publish().RefCount();
        m.Expect(feed.SubscriberFaults.Select(static fault => fault.Exception)).ToBe(
            "-x---", ('x', Boom));
        m.Expect(shared).ToBe(
            "-(t#)", Boom);
        m.Expect(shared.WithSubscriberThatThrows(Boom, at: 't')).ToBe(
            "-t---");
        m.Expect(shared).ToBe(
            "-#---", Boom);
        m.Expect(feed.Trades.Select(static _ => 't')).ToBe(
            "-t-t-");
        m.Run();
    }

    /// <summary>This library's operators, each with one result or more of the messages below.</summary>
    private static readonly Dictionary<string, Func<NexusFeed, IObservable<object>>> Operators = new()
    {
        ["Diffs"] = feed => feed.Books.Diffs(),
        ["Rebuild"] = feed => feed.Books.Diffs().Rebuild(),
        ["TopOfBook"] = feed => feed.Books.TopOfBook(),
        ["TopLevels"] = feed => feed.Books.TopLevels(1),
        ["WithLatestBySymbol"] = feed => feed.Trades.WithLatestBySymbol(feed.Books).Select(pair => (object)pair),
        ["VwapTumbling"] = feed => feed.VwapTumbling(TimeSpan.FromSeconds(1)),
        ["VwapSliding"] = feed => feed.VwapSliding(TimeSpan.FromSeconds(1)),
        ["VwapByCount"] = feed => feed.VwapByCount(1),
        ["TrackOrders"] = feed => feed.TrackOrders(),
        ["Conflate"] = feed => feed.Trades.Conflate(TimeSpan.FromSeconds(1), feed.Clock),
        ["DetectStale"] = feed => feed.Trades.DetectStale(TimeSpan.FromSeconds(1), feed.Clock).Select(stale => (object)stale),
    };

    private static IEnumerable<string> OperatorNames => Operators.Keys;

    [TestCaseSource(nameof(OperatorNames))]
    public void A_throwing_subscriber_of_a_published_operator_is_one_fault_and_fails_other_subscribers(string name)
    {
        var feed = new FeedHarness();
        var shared = Operators[name](feed.Feed).Publish().RefCount();
        var ends = new List<Exception>();
        shared.Subscribe(_ => { }, ends.Add);
        shared.Subscribe(_ => throw Boom, _ => { });
        shared.Subscribe(_ => { }, ends.Add);

        foreach (var second in new[] { 0, 1, 2 })
        {
            feed.Source.OnNext(BookAt(1000 * second));
            feed.Source.OnNext(UpdateAt(1000 * second));
            feed.Trade(1000 * second);
        }

        Assert.Multiple(() =>
        {
            Assert.That(ends, Is.EqualTo(new[] { Boom, Boom }));
            Assert.That(feed.Faults.Select(f => f.Exception), Is.EqualTo(new[] { Boom }));
        });
    }

    [Test]
    public void An_exception_at_a_terminal_is_reported_and_other_subscribers_still_get_theirs()
    {
        using var m = EachSecond();
        var feed = m.Feed(
            "-t-|", Inputs);
        m.Expect(feed.SubscriberFaults).ToBe(
            "---(x|)", ('x', new SubscriberFault("Trades", null, Boom)));
        m.Expect(feed.Trades.Select(static _ => 't').WithSubscriberThatThrowsAtTheEnd(Boom)).ToBe(
            "-t-|");
        m.Expect(feed.Trades.Select(static _ => 't')).ToBe(
            "-t-|");
        m.Expect(feed.Books).ToBe(
            "---|");
        m.Run();
    }

    [Test]
    public void Periodic_work_that_throws_ends_and_the_clock_continues()
    {
        using var m = EachSecond();
        var feed = m.Feed(
            "------");
        var ticks = Observable.Interval(m.Frame, feed.Clock).Select(static tick => (char)('0' + tick));
        m.Expect(feed.SubscriberFaults).ToBe(
            "---x--", ('x', new SubscriberFault("Clock", null, Boom)));
        m.Expect(ticks.WithSubscriberThatThrows(Boom, at: '2')).ToBe(
            "-012--");
        m.Expect(ticks).ToBe(
            "-01234");
        m.Run();
    }

    [Test]
    public void An_exception_in_Subscribe_goes_to_its_caller()
    {
        var feed = new FeedHarness();
        feed.Source.OnCompleted();

        Assert.Multiple(() =>
        {
            Assert.That(() => feed.Feed.Trades.Subscribe(_ => { }, () => throw Boom), Throws.Exception.SameAs(Boom));
            Assert.That(feed.Faults, Is.Empty);
        });
    }

    [Test]
    public void A_subscriber_that_disposes_its_subscription_and_then_throws_receives_nothing_more([Values("feed", "Isolate", "operator")] string kind)
    {
        var feed = new FeedHarness();
        var isolated = new List<Exception>();
        var errors = 0;
        var subscription = new SingleAssignmentDisposable();
        var trades = kind switch
        {
            "feed" => feed.Feed.Trades,
            "Isolate" => feed.Feed.Trades.Isolate(isolated.Add),
            _ => feed.Feed.Trades.Conflate(TimeSpan.Zero, feed.Feed.Clock),
        };
        subscription.Disposable = trades.Subscribe(
            _ =>
            {
                subscription.Dispose();
                throw new FormatException();
            },
            _ => errors++);

        feed.Trade(0);
        feed.Trade(1);

        Assert.That((errors, feed.Faults.Count + isolated.Count), Is.EqualTo((0, 1)));
    }
}
