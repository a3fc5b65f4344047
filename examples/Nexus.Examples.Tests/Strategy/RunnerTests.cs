using Nexus.Simulator;
using Strategy;

namespace Nexus.Examples.Tests.Strategy;

[CancelAfter(120_000)]
public sealed class RunnerTests
{
    // A fast strategy on a fast market, so that one second is sufficient for several positions.
    private static readonly Rules Rules = new()
    {
        Window = TimeSpan.FromMilliseconds(100),
        Width = 0.1m,
        Imbalance = 0.05m,
        Quantity = 0.2m,
        Patience = TimeSpan.FromMilliseconds(20),
        Hold = TimeSpan.FromMilliseconds(40),
    };

    private static readonly SimulatorOptions Market = new() { Rate = 3000, BookInterval = TimeSpan.FromMilliseconds(5) };

    private string _recording = "";

    [SetUp]
    public void Name() => _recording = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.tsv.gz");

    [TearDown]
    public void Delete() => File.Delete(_recording);

    [Test]
    public async Task A_live_run_and_the_replay_of_its_recording_give_the_same_signals(CancellationToken cancellationToken)
    {
        var live = await TradeAsync(exits: 5, cancellationToken);
        var replayed = new List<Signal>();
        using var journal = await Runner.ReplayAsync(Rules, _recording, replayed.Add);

        Assert.That(live.OfType<Exit>().Count(), Is.GreaterThanOrEqualTo(5));
        Assert.That(replayed, Is.EqualTo(live));
    }

    [Test]
    public async Task A_back_test_is_deterministic_and_closes_its_positions(CancellationToken cancellationToken)
    {
        await TradeAsync(exits: 2, cancellationToken);
        using var first = await Runner.BacktestAsync(Rules, _recording, static _ => { });
        using var second = await Runner.BacktestAsync(Rules, _recording, static _ => { });

        Assert.That(first.Signals.OfType<Exit>(), Is.Not.Empty);
        Assert.That(second.Signals, Is.EqualTo(first.Signals));
        Assert.That(second.Moments, Is.EqualTo(first.Moments));
        Assert.That(first.Trips.SkipLast(1).All(static trip => trip.IsFlat));
    }

    private async Task<List<Signal>> TradeAsync(int exits, CancellationToken cancellationToken)
    {
        var signals = new List<Signal>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cancelled = cancellationToken.Register(() => enough.TrySetCanceled(cancellationToken));
        using var journal = await Runner.LiveAsync(Rules, Market, _recording, enough.Task, signal =>
        {
            signals.Add(signal);
            if (signal is Exit && --exits == 0)
                enough.SetResult();
        });
        return signals;
    }
}
