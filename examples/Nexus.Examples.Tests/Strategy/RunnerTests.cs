using Nexus.Reactive.Backtesting;
using Nexus.Simulator;
using Strategy;
using Strategy.Grid;

namespace Nexus.Examples.Tests.Strategy;

[CancelAfter(120_000)]
public sealed class RunnerTests
{
    // A fast strategy on a fast market, so that one second is sufficient for several positions.
    private static readonly BreakoutRules Breakout = new()
    {
        Window = TimeSpan.FromMilliseconds(100),
        Width = 0.1m,
        Imbalance = 0.05m,
        Quantity = 0.2m,
        Patience = TimeSpan.FromMilliseconds(20),
        Hold = TimeSpan.FromMilliseconds(40),
    };

    // Quotes that cross half of the spread, so that they are filled often.
    private static readonly MarketMakerRules Maker = new() { HalfSpread = 0, Skew = 0.00002m, Requote = 0.000002m, MaxPosition = 0.4m };

    private static readonly SimulatorOptions Market = new() { Rate = 3000, BookInterval = TimeSpan.FromMilliseconds(5) };

    private string _recording = "";

    [SetUp]
    public void Name() => _recording = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.tsv.gz");

    [TearDown]
    public void Delete() => File.Delete(_recording);

    private static IEnumerable<TestCaseData> Strategies() =>
    [
        new TestCaseData(Breakout, (string[])["--vary", "width=0.1,0.2", "--vary", "hold=0.04,0.08"]).SetArgDisplayNames("breakout"),
        new TestCaseData(Maker, (string[])["--vary", "skew=0,0.00002", "--vary", "half-spread=0,0.00001"]).SetArgDisplayNames("maker"),
    ];

    [TestCaseSource(nameof(Strategies))]
    public async Task A_strategy_runs_live_in_a_replay_in_a_back_test_and_over_a_grid(IRules rules, string[] grid, CancellationToken cancellationToken)
    {
        var live = await TradeAsync(rules, orders: 6, cancellationToken);
        await CheckReplay(rules, live);
        await CheckBackTest(rules);
        await CheckGrid(rules, Options.Parse(["--strategy", rules is BreakoutRules ? "breakout" : "maker", "--backtest", _recording, .. grid]).Axes, cancellationToken);
    }

    private async Task CheckReplay(IRules rules, List<Signal> live)
    {
        var replayed = new List<Signal>();
        using var journal = await Runner.ReplayAsync(rules, _recording, replayed.Add);

        Assert.That(live.OfType<OrderSignal>().Count(), Is.GreaterThanOrEqualTo(6));
        Assert.That(replayed, Is.EqualTo(live));
    }

    private async Task CheckBackTest(IRules rules)
    {
        var options = new PaperExchangeOptions { OrderLatency = Latency.Uniform(TimeSpan.Zero, TimeSpan.FromMilliseconds(3)), ResponseLatency = Latency.Fixed(TimeSpan.FromMilliseconds(1)), Seed = 5 };
        using var first = await Runner.BacktestAsync(rules, _recording, static _ => { }, options);
        using var second = await Runner.BacktestAsync(rules, _recording, static _ => { }, options);

        Assert.That(first.Outcome.Fills, Is.Positive);
        Assert.That(second.Signals, Is.EqualTo(first.Signals));
        Assert.That(second.Moments, Is.EqualTo(first.Moments));
        Assert.That(first.Trips.SkipLast(1).All(static trip => trip.IsFlat));
    }

    [Test]
    public void A_file_without_messages_is_an_error_and_names_the_reason([Values] bool isReplay)
    {
        var file = Path.ChangeExtension(_recording, ".other.tsv");
        File.WriteAllText(file, "PK\n");

        Assert.That(
            () => isReplay ? Runner.ReplayAsync(Breakout, file, static _ => { }) : Runner.BacktestAsync(Breakout, file, static _ => { }),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo($"not a recording: line 1 of the recording '{file}' has no tab between time and message"));
        File.Delete(file);
    }

    private async Task CheckGrid(IRules rules, IReadOnlyList<Axis> axes, CancellationToken cancellationToken)
    {
        var table = await GridTest.RunAsync(rules, axes, [_recording], new BackTestOptions(), cancellationToken);
        var single = new List<object?>();
        foreach (var set in Axis.Combine(rules, axes))
        {
            using var journal = await Runner.BacktestAsync(set, _recording, static _ => { });
            single.Add(journal.Outcome.Profit);
        }

        Assert.That(table.Rows.Select(static row => row.Error), Is.All.Null);
        Assert.That(table["profit"], Is.EqualTo(single));
        foreach (var shown in new[] { axes, axes.Take(1) })
        {
            var plot = Path.ChangeExtension(_recording, ".png");
            GridChart.Save(plot, table, [.. shown], "grid");
            Assert.That(new FileInfo(plot).Length, Is.GreaterThan(10_000));
            File.Delete(plot);
        }
    }

    private async Task<List<Signal>> TradeAsync(IRules rules, int orders, CancellationToken cancellationToken)
    {
        var signals = new List<Signal>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cancelled = cancellationToken.Register(() => enough.TrySetCanceled(cancellationToken));
        using var journal = await Runner.LiveAsync(rules, Market, _recording, enough.Task, signal =>
        {
            signals.Add(signal);
            if (signal is OrderSignal && --orders == 0)
                enough.SetResult();
        });
        return signals;
    }
}
