using CsCheck;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Compares every kind of window with <see cref="NaiveWindows"/>, on random streams of three symbols with gaps, resumes, jumps and restarts.</summary>
public sealed class WindowModelTests
{
    private static readonly Symbol[] Symbols = [Btc, Eth, Symbol.Parse("SPOT_XRP_USDT")];

    private static readonly Gen<Step[]> Steps = Gen.Select(
        Gen.Frequency((12, Gen.Const(StepKind.Trade)), (4, Gen.Const(StepKind.Book)), (4, Gen.Const(StepKind.Time)), (3, Gen.Const(StepKind.Gap)), (2, Gen.Const(StepKind.Resume)), (1, Gen.Const(StepKind.Jump)), (1, Gen.Const(StepKind.Restart))),
        Gen.Int[-1, 2],
        Gen.Frequency((2, Gen.Const(0)), (3, Gen.Int[1, 9]), (1, Gen.Int[10, 60])),
        static (kind, symbol, amount) => new Step(kind, symbol, amount)).Array[0, 60];

    private const int Runs = 500;

    private enum StepKind
    {
        Trade,
        Book,
        Time,
        Gap,
        Resume,
        Jump,
        Restart,
    }

    [Test]
    public void Tumbling_windows_agree_with_the_model() => Gen.Select(Steps, Gen.Int[1, 8]).Sample((steps, size) =>
        Agree(steps, Windowing.Tumbling(Tenths(size), Tenths(Offset)), new NaiveGrid(Symbols, Tenths(size).Ticks, Tenths(size).Ticks)), iter: Runs);

    [Test]
    public void Hopping_windows_agree_with_the_model() => Gen.Select(Steps, Gen.Int[1, 12], Gen.Int[1, 12]).Sample((steps, size, hop) =>
        Agree(steps, Windowing.Hopping(Tenths(size), Tenths(hop), Tenths(Offset)), new NaiveGrid(Symbols, Tenths(size).Ticks, Tenths(hop).Ticks)), iter: Runs);

    [Test]
    public void Sliding_windows_agree_with_the_model() => Gen.Select(Steps, Gen.Int[1, 20]).Sample((steps, length) =>
        Agree(steps, Windowing.Sliding(Tenths(length)), new NaiveSliding(Symbols, Tenths(length).Ticks)), iter: Runs);

    [Test]
    public void Windows_by_count_agree_with_the_model() => Gen.Select(Steps, Gen.Int[1, 5]).Sample((steps, count) =>
        Agree(steps, Windowing.ByCount(count), new NaiveCount(Symbols, count)), iter: Runs);

    // T0 in tenths of a second since 1970, so that the grid starts at T0.
    private static double Offset => (T0 - DateTimeOffset.UnixEpoch).TotalSeconds * 10;

    private static TimeSpan Tenths(double tenths) => Seconds(tenths / 10);

    private static bool Agree(Step[] steps, Windowing windowing, NaiveWindows model)
    {
        var run = new ClockedRun(windowing);
        var tenth = 0;
        run.Start(0);
        foreach (var step in steps)
        {
            Symbol? symbol = step.Symbol < 0 ? null : Symbols[step.Symbol];
            switch (step.Kind)
            {
                case StepKind.Jump:
                    tenth += step.Amount + 1;
                    run.Jump(tenth / 10.0);
                    model.Jump(Tenths(tenth).Ticks);
                    Hear(symbol);
                    break;
                case StepKind.Restart:
                    tenth -= step.Amount + 1;
                    run.Restart(tenth / 10.0);
                    (model as NaiveCount)?.MarkAll();
                    model.Restart(Tenths(tenth).Ticks);
                    Hear(symbol);
                    break;
                case StepKind.Gap:
                    run.Deliver(new FeedGap("cut", symbol));
                    model.Gap(symbol);
                    break;
                case StepKind.Resume:
                    run.Deliver(new FeedResumed(symbol));
                    model.Resume(symbol);
                    break;
                default:
                    tenth += step.Amount;
                    run.Advance(tenth / 10.0);
                    model.Advance(Tenths(tenth).Ticks);
                    if (step.Kind == StepKind.Trade)
                        Trade(symbol ?? Btc);
                    else if (step.Kind == StepKind.Book)
                        Hear(symbol);
                    break;
            }
        }

        run.Complete();
        model.Flush();
        var same = run.Bars.Zip(model.Bars).TakeWhile(static pair => pair.First == pair.Second).Count();
        Assert.That(run.Bars.Skip(same).FirstOrDefault(), Is.EqualTo(model.Bars.Skip(same).FirstOrDefault()), $"bar {same} of {string.Join(", ", steps.Select(static step => $"{step.Kind} {step.Symbol} {step.Amount}"))}");
        return true;

        void Trade(Symbol symbol)
        {
            run.Deliver(Deal(tenth / 10.0, 100, 1, symbol: symbol));
            model.Trade(symbol);
        }

        void Hear(Symbol? symbol)
        {
            if (symbol is not { } one)
                return;
            run.Deliver(Make.Book("1x1 | 2x1", one.ToString(), At(tenth / 10.0)));
            model.Hear(one);
        }
    }

    private sealed record Step(StepKind Kind, int Symbol, int Amount);
}
