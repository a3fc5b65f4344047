using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Testing.RegisteredOperator;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Every public operator of <see cref="NexusObservable"/>, one line an overload.</summary>
internal static class OperatorRegistry
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly Book[] Books =
    [
        Make.Book("100x9 99x2 | 101x1"),
        Make.Book("100x8 99x2 | 101x1"),
        Make.Book("50x1 | 51x1", "SPOT_ETH_USDT"),
        Make.Book("| 101x1"),
        Make.Book("50x1 49x3 | 51x1", "SPOT_ETH_USDT"),
        Make.Book("100x8 | 101x2 102x5"),
    ];

    private static readonly Trade[] Trades =
    [
        Make.Trade("100x1 buy"),
        Make.Trade("101x2 sell"),
        Make.Trade("50x7 buy", "SPOT_ETH_USDT"),
        Make.Trade("99.5x0.25 sell"),
        Make.Trade("100.5x3 buy"),
        Make.Trade("51x1 sell", "SPOT_ETH_USDT"),
    ];

    private static readonly int[] Numbers = [1, 2, 3, 4];

    private static readonly Action<Exception> Ignore = static _ => { };

    public static IReadOnlyList<RegisteredOperator> All { get; } =
    [
        Of(books => books.Diffs(), Books),
        Of(diffs => diffs.Rebuild(), DiffsOf(Books)),
        Of(books => books.TopOfBook(), Books),
        Of(books => books.TopLevels(2), Books),
        Of((trades, books) => trades.WithLatestBySymbol(books), Trades, Books),
        Of((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Trades),
        Of(items => items.Isolate(Ignore), Numbers, OperatorTraits.Isolates),
        Of((items, scheduler) => items.BufferOn(scheduler, 2, OverflowPolicy.DropNewest), Numbers, OperatorTraits.Hops),
        Of((items, scheduler) => items.ObserveLatestOn(scheduler), Numbers, OperatorTraits.Hops),
        Of((items, scheduler) => items.Conflate(Second, scheduler), Numbers),
        Of((items, scheduler) => items.Conflate(static n => n % 2, Second, scheduler), Numbers),
        Of((items, scheduler) => items.DetectStale(Second, scheduler), Numbers),
        Of(items => items.Conflate(Second), Numbers),
        Of(items => items.Conflate(static n => n % 2, Second), Numbers),
        Of(items => items.DetectStale(Second), Numbers),
    ];

    /// <summary>Public, static, and no operator.</summary>
    public static IReadOnlyDictionary<string, string> NoOperators { get; } = new Dictionary<string, string>
    {
        [nameof(NexusObservable.ToNexusFeed)] = "a constructor in LINQ's clothes: the feed is connectable, and its tests are the feed's",
    };

    private static BookDiff[] DiffsOf(Book[] books)
    {
        var diffs = new List<BookDiff>();
        using var subscription = System.Reactive.Linq.Observable.ToObservable(books, System.Reactive.Concurrency.Scheduler.Immediate).Diffs().Subscribe(diffs.Add);
        return [.. diffs];
    }
}
