using System.Globalization;
using Microsoft.Reactive.Testing;
using Nexus.Monitoring.Sources;

namespace Nexus.Examples.Tests.Monitor;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MonitorPlaybackTests : IDisposable
{
    private readonly TestScheduler _time = new();
    private readonly string _path = RecordingOfSeconds.Write(20, "SPOT_BTC_USDT");
    private readonly List<decimal> _prices = [];
    private readonly Playback _playback;
    private bool _isEnded;

    public MonitorPlaybackTests()
    {
        _time.AdvanceTo(TestScreen.T0.AddYears(1).UtcTicks);
        _playback = new Playback([_path], speed: 1, _time);
        _playback.Feed.Trades.Subscribe(trade => _prices.Add(trade.Price), () => _isEnded = true);
        _playback.Start();
    }

    public void Dispose()
    {
        _playback.Dispose();
        File.Delete(_path);
    }

    [Test]
    public void The_first_line_is_played_at_once_and_the_others_at_their_recorded_pace()
    {
        Wait(0.1);
        Assert.That(_prices, Is.EqualTo(new[] { 1m }));
        Wait(2);
        Assert.That(_prices, Is.EqualTo(new[] { 1m, 2m, 3m }));
        Assert.That(_playback.Played.TotalSeconds, Is.EqualTo(2.1).Within(0.05));
    }

    [Test]
    public void A_paused_replay_delivers_nothing_until_it_continues()
    {
        Wait(2.1);
        _playback.Toggle();
        Wait(3600);
        Assert.That((_prices.Count, _playback.IsPaused), Is.EqualTo((3, true)));
        _playback.Toggle();
        Wait(1);
        Assert.That((_prices.Count, _playback.IsPaused), Is.EqualTo((4, false)));
    }

    [Test]
    public void The_speed_changes_in_steps_between_a_quarter_and_a_hundred()
    {
        _playback.PlayFaster();
        Assert.That(_playback.Speed, Is.EqualTo(2));
        Wait(2.1);
        Assert.That(_prices, Has.Count.EqualTo(5));
        foreach (var _ in Enumerable.Range(0, 20))
            _playback.PlayFaster();
        Assert.That(_playback.Speed, Is.EqualTo(100));
        foreach (var _ in Enumerable.Range(0, 20))
            _playback.PlaySlower();
        Assert.That(_playback.Speed, Is.EqualTo(0.25));
        Wait(4);
        Assert.That(_prices, Has.Count.EqualTo(6));
    }

    [Test]
    public void A_speed_that_is_not_a_step_changes_to_the_next_one()
    {
        using var playback = new Playback([_path], speed: 1000, _time);
        playback.PlayFaster();
        Assert.That(playback.Speed, Is.EqualTo(1000));
        playback.PlaySlower();
        Assert.That(playback.Speed, Is.EqualTo(100));
    }

    [Test]
    public void The_feed_completes_after_the_last_line()
    {
        Wait(19.5);
        Assert.That(_isEnded, Is.False);
        Wait(1);
        Assert.That((_prices.Count, _isEnded), Is.EqualTo((21, true)));
    }

    [Test]
    public void Playback_does_not_skip_after_the_machine_sleeps()
    {
        Wait(1.05);
        _time.Sleep(TimeSpan.FromSeconds(15).Ticks);
        Wait(0.1);
        Assert.That(_prices, Has.Count.LessThanOrEqualTo(3));
    }

    private void Wait(double seconds) => _time.AdvanceBy(TimeSpan.FromSeconds(seconds).Ticks);
}

/// <summary>A recording with one trade a second for each symbol; the first price is 1.</summary>
internal static class RecordingOfSeconds
{
    public static string Write(int seconds, params IReadOnlyList<string> symbols)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"seconds-{Guid.NewGuid():N}.tsv");
        File.WriteAllLines(path, Enumerable.Range(0, seconds + 1).SelectMany(second => symbols.Select(symbol =>
        {
            var time = TestScreen.T0.AddSeconds(second).ToUnixTimeMilliseconds();
            return string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{{{time}}}000000{{{'\t'}}}{"event":"TRADE","symbol":"{{{symbol}}}","timestamp":{{{time}}},"data":{"price":{{{second + 1}}},"quantity":1,"side":"BUY"}}""");
        })));
        return path;
    }
}
