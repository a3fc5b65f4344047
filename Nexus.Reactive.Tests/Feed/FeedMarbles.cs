using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Feeds in diagrams, with frames of a second or more.</summary>
internal static class FeedMarbles
{
    /// <summary>One message of each kind, by letter: ping, book, trade, order update, transaction, unknown, malformed, gap, its end; and a later trade.</summary>
    public static readonly (char, NexusMessage)[] Inputs =
    [
        ('p', Make.Ping()),
        ('b', Make.Book("100x1 | 101x1")),
        ('t', Make.Trade("100x1 buy")),
        ('T', Make.Trade("101x1 buy")),
        ('o', Make.Order("100x1 buy")),
        ('f', Make.Transaction("100x1 buy")),
        ('u', new UnknownMessage("NEWS", """{"timestamp":1}""")),
        ('m', new MalformedMessage("x", "not JSON")),
        ('g', Make.Gap()),
        ('r', new FeedResumed()),
    ];

    public static Marbles EachSecond() => new(TimeSpan.FromSeconds(1));

    /// <summary>The clock at each item as the number of its frame: a digit, <c>&lt;</c> before the first frame and <c>&gt;</c> after the tenth.</summary>
    public static IObservable<char> ClockOf<T>(this IObservable<T> items, NexusFeed feed, Marbles marbles) => items.Select(_ =>
    {
        var frame = (feed.Clock.Now - marbles.Start) / marbles.Frame;
        return frame < 0 ? '<' : frame >= 10 ? '>' : (char)('0' + (int)frame);
    });

    /// <summary>A letter after the given number of frames of the feed's clock.</summary>
    public static IObservable<char> After(this NexusFeed feed, int frames, char letter, Marbles marbles) =>
        Observable.Timer(marbles.Frame * frames, feed.Clock).Select(_ => letter).Concat(Observable.Never<char>());
}
