using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Strategy;

/// <summary>
/// Enters a position when the market leaves its VWAP band and the imbalance of the book has the same direction, and exits after a holding time. It holds one
/// position at a time, in one symbol.
/// </summary>
/// <remarks>
/// All decisions depend only on the feed, including its clock: the state of an order is known when the exchange reports it. A live run, the replay of its
/// recording and a test therefore produce the same signals. While the state of an order is unknown, the strategy does not trade, to avoid a double position.
/// </remarks>
public static class BandBreakout
{
    public static IObservable<Signal> Signals(NexusFeed feed, BreakoutRules rules) =>
        feed.TrackOrders().Publish(orders => Entries(feed, rules).Publish(entries => (
            from entry in entries.Take(1)
            from signal in new Round(orders, feed.Clock, rules).Of(entry)
            select signal).Repeat().TakeUntil(feed.LastOrDefaultAsync())));

    /// <summary>Emits an entry each time the market leaves the band, whether or not it can be used.</summary>
    private static IObservable<Enter> Entries(NexusFeed feed, BreakoutRules rules)
    {
        var leanings =
            from moment in rules.Plotted(feed)
            select (moment.Book, Side: Leaning(moment.Book, moment.Band, rules));
        return
            from leaning in leanings.DistinctUntilChanged(static leaning => leaning.Side)
            where leaning.Side is not null
            let side = leaning.Side!.Value
            let touch = side == Side.Buy ? leaning.Book.BestAsk : leaning.Book.BestBid
            select new Enter(feed.Clock.Now, leaning.Book.Symbol, side, rules.Quantity, touch?.Price);
    }

    private static Side? Leaning(Book book, Band? band, BreakoutRules rules) => (book.Mid, book.Imbalance(rules.Depth)) switch
    {
        var (mid, imbalance) when mid > band?.High && imbalance >= rules.Imbalance => Side.Buy,
        var (mid, imbalance) when mid < band?.Low && imbalance <= -rules.Imbalance => Side.Sell,
        _ => null,
    };

    /// <summary>Emits the signals from an entry until the position is flat again.</summary>
    private sealed class Round(IObservable<OrderEvent> orders, IScheduler clock, BreakoutRules rules)
    {
        public IObservable<Signal> Of(Enter entry) => Work(entry, order => Observable.Merge(TakeBack(order), LeaveInTime(entry, order)));

        private IObservable<Signal> TakeBack(IObservable<Order> order) =>
            from known in order.Take(1)
            from late in Observable.Timer(rules.Patience, clock).TakeUntil(order.LastOrDefaultAsync())
            select new Cancel(clock.Now, known.Symbol, known.OrderId);

        private IObservable<Signal> LeaveInTime(Enter entry, IObservable<Order> order) =>
            from done in order.TakeLast(1)
            where done is { IsDone: true, Filled: > 0 }
            from due in Observable.Timer(rules.Hold, clock)
            from signal in Leave(new Exit(clock.Now, entry.Symbol, entry.Side == Side.Buy ? Side.Sell : Side.Buy, done.Filled))
            select signal;

        // Repeats as often as necessary.
        private IObservable<Signal> Leave(Exit exit) => Work(exit, order =>
            from done in order.TakeLast(1)
            where done.IsDone && done.Filled < exit.Quantity
            from due in Observable.Timer(rules.Patience, clock)
            from signal in Leave(exit with { At = clock.Now, Quantity = exit.Quantity - done.Filled })
            select signal);

        /// <summary>Emits the signal, then the signals that result from its order.</summary>
        private IObservable<Signal> Work(OrderSignal signal, Func<IObservable<Order>, IObservable<Signal>> follow) =>
            Observable.Return<Signal>(signal).Concat(ObserveOrder(signal).Publish(follow));

        /// <summary>Emits the states of the signal's order until it is done.</summary>
        private IObservable<Order> ObserveOrder(OrderSignal signal) =>
            from first in orders.Where(change => OwnOrders.IsFirstEvent(signal, change)).Take(1)
            from change in orders.StartWith(first).Where(change => change.After.OrderId == first.After.OrderId).TakeUntil(static change => change.After.IsDone)
            select change.After;
    }
}
