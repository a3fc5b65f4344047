using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Interleaving.Scenarios;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Averages;

public sealed class VwapAnchoredTests
{
    private static readonly (char, NexusMessage)[] Messages =
    [
        ('t', Drawn['t']),
        ('e', Drawn['e']),
        ('x', Make.Gap()),
        ('p', Make.Ping()),
    ];

    [Test]
    public void Bars_contain_the_trades_from_an_instant_on()
    {
        Check("ptt-t--t", static (_, feed) => feed.VwapAnchored(At(2)), "--1-2--3",
                                                                          "--=-=--=");
        Check("ptt-t--t", static (_, feed) => feed.VwapAnchored(At(-2)), "-12-3--4",
                                                                           "-~~-~--~");
        Check("pt-xt--t", static (_, feed) => feed.VwapAnchored(At(0)), "-1--2--3",
                                                                          "-=--/--/");
        Check("pt-xt--t", static (_, feed) => feed.VwapAnchored(At(6)), "-------1",
                                                                          "-------=");
    }

    [Test]
    public void A_bar_starts_at_its_anchor()
    {
        using var m = EachSecond();
        m.Expect(m.Feed("p--t", Messages).VwapAnchored(At(2)).Select(static bar => (bar.Start, bar.End))).ToBe("---x", ('x', (At(2), At(3))));
        m.Expect(m.Feed("p--t", Messages).VwapAnchored(m.Hot("-s--")).Select(static bar => (bar.Start, bar.End))).ToBe("---x", ('x', (At(1), At(3))));
        m.Run();
    }

    [Test]
    public void Bars_contain_the_trades_since_the_latest_signal()
    {
        Check("pt-tp-t-tp-t", static (m, feed) => feed.VwapAnchored(m.Hot("--s----s----")), "---1--2-1--2",
                                                                                             "---=--=-=--=");
        Check("pt-t-x-t-p-t", static (m, feed) => feed.VwapAnchored(m.Hot("--s-----s---")), "---1---2---1",
                                                                                             "---=---/---=");
    }

    [Test]
    public void A_signal_with_a_symbol_starts_a_bar_of_that_symbol() =>
        Check("pt-e-t-e---t", static (m, feed) => feed.VwapAnchored(m.Hot("--t-e-e--t--", ('t', Drawn['t']), ('e', Drawn['e']))), "-----1-1---1",
                                                                                                                                 "-----=-=---=");

    [Test]
    public void Bars_of_a_fixed_anchor_are_discarded_when_the_clock_restarts_before_it()
    {
        var clock = new EventTimeScheduler(new NoTurns(), static error => throw new InvalidOperationException("A timer threw.", error));
        using var messages = new Subject<NexusMessage>();
        var bars = new List<string>();
        var source = new WindowSource(messages, clock, static () => new GapEnd());
        source.Run<VwapBar>(observer => new AnchoredWindows<TradeSums, VwapBar>(observer, source, At(5).UtcTicks, startsAtOnce: false)).Subscribe(bar => bars.Add(Bars.Deals.Sketch(bar)));
        clock.Start(T0.UtcTicks);
        clock.AdvanceTo(At(6).UtcTicks);
        messages.OnNext(Deal(6, 100, 1));
        clock.RestartAt(At(2).UtcTicks);
        messages.OnNext(Deal(2, 100, 1));
        clock.AdvanceTo(At(7).UtcTicks);
        messages.OnNext(Deal(7, 100, 1));

        Assert.That(bars, Is.EqualTo(["BTC 5-6 x1", "BTC 5-7 x1"]));
    }

    private static void Check(string messages, Func<Marbles, NexusFeed, IObservable<VwapBar>> create, string counts, string marks)
    {
        using var m = EachSecond();
        m.Expect(create(m, m.Feed(messages, Messages)).Select(Count)).ToBe(counts);
        m.Expect(create(m, m.Feed(messages, Messages)).Select(Bars.Deals.Mark)).ToBe(marks);
        m.Run();
    }
}
