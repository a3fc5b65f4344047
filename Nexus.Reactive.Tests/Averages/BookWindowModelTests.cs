using System.Reactive.Subjects;
using CsCheck;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Interleaving.Scenarios;
using Nexus.Reactive.Tests.Orders.Model;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Averages;

/// <summary>
/// Compares windows over books with a search through a list of everything that happened, on random streams with gaps and jumps. Bounds and flags are compared
/// with the bars of a stream that has a trade in the place of each book.
/// </summary>
public sealed class BookWindowModelTests
{
    private const int Runs = 150;

    private static readonly Symbol[] Symbols = [Btc, Eth];

    private static readonly Gen<Step[]> Steps = Gen.Select(
        Gen.Frequency((12, Gen.Const(StepKind.Book)), (3, Gen.Const(StepKind.Time)), (2, Gen.Const(StepKind.Gap)), (1, Gen.Const(StepKind.Jump))),
        Gen.Int[-1, 1],
        Gen.Frequency((2, Gen.Const(0)), (3, Gen.Int[1, 9]), (1, Gen.Int[10, 40])),
        Gen.Int[0, 5],
        static (kind, symbol, amount, book) => new Step(kind, symbol, amount, book)).Array[0, 40];

    private static readonly string[] Levels = ["100x1 | 101x1", "100x2 | 101x1", "99.5x1 | 100.5x3", "100x1 |", "| 103x2", "100.1x7 | 100.3x2"];

    private enum StepKind
    {
        Book,
        Time,
        Gap,
        Jump,
    }

    [Test]
    public void Time_weighted_averages_agree_with_the_model() => Gen.Select(Steps, Gen.Int[1, 12], Gen.Int[1, 12]).Sample(
        (steps, size, hop) =>
        {
            var windowing = Windowing.Hopping(Tenths(size), Tenths(hop));
            var (events, bars, averages) = Run(steps, windowing, source => source.Run<TwapBar>(observer => new BookWindows<TwapMeasure, TwapBar>(observer, source, windowing.Grid!, false)));
            Assert.That(averages.Select(static bar => (bar.Symbol, bar.Start, bar.End, bar.HasGap)), Is.EqualTo(bars.Select(static bar => (bar.Symbol, bar.Start, bar.End, bar.HasGap))));
            foreach (var (bar, average) in bars.Zip(averages))
            {
                var (known, integral) = Integrate(events, bar);
                Assert.That(average.Known.Ticks, Is.EqualTo(known));
                Assert.That(average.IsComplete, Is.EqualTo(bar.IsComplete && known == (bar.End - bar.Start).Ticks));
                Assert.That(average.Twap is { } twap ? (integral / known).IsAbout(twap) : known == 0, Is.True, average.ToString());
            }
        },
        iter: Runs);

    [Test]
    public void Order_flow_agrees_with_the_model() => Gen.Select(Steps, Gen.Int[1, 12], Gen.Int[1, 12]).Sample(
        (steps, size, hop) =>
        {
            var windowing = Windowing.Hopping(Tenths(size), Tenths(hop));
            var (events, bars, flows) = Run(steps, windowing, source => source.Run<OrderFlowBar>(observer => new BookWindows<OrderFlowMeasure, OrderFlowBar>(observer, source, windowing.Grid!, false)));
            Assert.That(
                flows.Select(static flow => (flow.Symbol, flow.Start, flow.End, flow.IsComplete, flow.HasGap, flow.Imbalance)),
                Is.EqualTo(bars.Select(bar => (bar.Symbol, bar.Start, bar.End, bar.IsComplete, bar.HasGap, SumFlow(events, bar)))));
        },
        iter: Runs);

    private static TimeSpan Tenths(int tenths) => TimeSpan.FromMilliseconds(100 * tenths);

    // Each tick of a book's time until the next event that replaces or ends it.
    private static (long Known, Fraction Integral) Integrate(List<Event> events, VwapBar bar)
    {
        var (known, integral) = (0L, (Fraction)0);
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is not { Book: { BestBid: { } bid, BestAsk: { } ask } book } || book.Symbol != bar.Symbol)
                continue;
            var end = events.Skip(i + 1).FirstOrDefault(later => later.Concerns(bar.Symbol))?.Time ?? long.MaxValue;
            var ticks = Math.Min(end, bar.End.UtcTicks) - Math.Max(events[i].Time, bar.Start.UtcTicks);
            if (ticks <= 0)
                continue;
            known += ticks;
            integral += ((Fraction)bid.Price + ask.Price) / 2 * ticks;
        }

        return (known, integral);
    }

    private static decimal SumFlow(List<Event> events, VwapBar bar)
    {
        var sum = 0m;
        Book? previous = null;
        foreach (var each in events.Where(each => each.Concerns(bar.Symbol)))
        {
            if (previous is not null && each.Book is { } book && each.Time >= bar.Start.UtcTicks && each.Time < bar.End.UtcTicks)
                sum += Flow(previous, book);
            previous = each.Book;
        }

        return sum;
    }

    // The formula of Cont, Kukanov and Stoikov; prices that do not exist are below all bids or above all asks.
    private static decimal Flow(Book before, Book after)
    {
        var (bid, bid0, ask, ask0) = (after.BestBid?.Price ?? -1, before.BestBid?.Price ?? -1, after.BestAsk?.Price ?? 1e9m, before.BestAsk?.Price ?? 1e9m);
        var (qb, qb0, qa, qa0) = (after.BestBid?.Quantity ?? 0, before.BestBid?.Quantity ?? 0, after.BestAsk?.Quantity ?? 0, before.BestAsk?.Quantity ?? 0);
        return (bid >= bid0 ? qb : 0) - (bid <= bid0 ? qb0 : 0) - (ask <= ask0 ? qa : 0) + (ask >= ask0 ? qa0 : 0);
    }

    private static (List<Event> Events, List<VwapBar> Bars, List<TResult> Results) Run<TResult>(Step[] steps, Windowing windowing, Func<WindowSource, IObservable<TResult>> create)
    {
        var clock = new EventTimeScheduler(new NoTurns(), static error => throw new InvalidOperationException("A timer threw.", error));
        using Subject<NexusMessage> books = new(), trades = new();
        var gapEnd = new GapEnd();
        List<Event> events = [];
        List<VwapBar> bars = [];
        List<TResult> results = [];
        windowing.Bars(new WindowSource(trades, clock, () => gapEnd)).Subscribe(bars.Add);
        create(new WindowSource(books, clock, () => gapEnd)).Subscribe(results.Add);
        var time = T0;
        clock.Start(time.UtcTicks);
        foreach (var step in steps)
        {
            Symbol? symbol = step.Symbol < 0 ? null : Symbols[step.Symbol];
            if (step.Kind == StepKind.Gap)
            {
                Push(new FeedGap("cut", symbol), new FeedGap("cut", symbol));
                events.Add(new Event(time.UtcTicks, symbol, null));
                continue;
            }

            if (step.Kind == StepKind.Jump)
                events.Add(new Event(time.UtcTicks, null, null));
            time += Tenths(step.Amount + (step.Kind == StepKind.Jump ? 1 : 0));
            if (step.Kind == StepKind.Jump)
                clock.JumpTo(time.UtcTicks);
            else
                clock.AdvanceTo(time.UtcTicks);
            if (step.Kind == StepKind.Time)
                continue;
            var book = Make.Book(Levels[step.Book], (symbol ?? Btc).ToString(), time);
            Push(book, Deal(0, 100, 1, symbol: book.Symbol));
            events.Add(new Event(time.UtcTicks, book.Symbol, book));
        }

        return (events, bars, results);

        void Push(NexusMessage book, NexusMessage trade)
        {
            trades.OnNext(trade);
            books.OnNext(book);
        }
    }

    private sealed record Step(StepKind Kind, int Symbol, int Amount, int Book);

    /// <summary>A book, or the end of what was known of one symbol or of all symbols.</summary>
    private sealed record Event(long Time, Symbol? Symbol, Book? Book)
    {
        public bool Concerns(Symbol symbol) => Symbol is null || Symbol == symbol;
    }
}
