using System.Globalization;
using Microsoft.Reactive.Testing;
using Nexus.Desk.ViewModels;
using Nexus.Reactive.Testing;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PlaybackTests : IDisposable
{
    // One trade a second for 100 seconds; its price is the second.
    private const int Length = 100;

    private static readonly DateTimeOffset Start = DeskHarness.T0;

    private readonly string _path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"playback-{Guid.NewGuid():N}.tsv");
    private readonly TestScheduler _time = new();
    private readonly List<IReadOnlyList<Market>> _opened = [];
    private readonly RecordingPlayer _player;
    private readonly DeskViewModel _desk;

    public PlaybackTests()
    {
        File.WriteAllLines(_path, Enumerable.Range(0, Length + 1).Select(static second =>
        {
            var time = Start.AddSeconds(second).ToUnixTimeMilliseconds();
            return string.Create(CultureInfo.InvariantCulture, $$$"""{{{time}}}000000{{{'\t'}}}{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{time}}},"data":{"price":{{{second + 1}}},"quantity":1,"side":"BUY"}}""");
        }));
        _player = new RecordingPlayer([_path], RecordingExtent.Read([_path]), _time, Open);
        _desk = new DeskViewModel(new DeskSource(_player), new Screen(_time, _time));
    }

    public void Dispose()
    {
        _desk.Dispose();
        _player.Dispose();
        File.Delete(_path);
    }

    [Test]
    public void Playback_runs_at_the_speed_of_the_recording_times_the_speed_factor()
    {
        Wait(10.1);
        Assert.That(Last(), Is.EqualTo(11));
        Assert.That((State().Start, State().End, (State().Position - Start).TotalSeconds), Is.EqualTo((Start, Start.AddSeconds(Length), 10.1)).Within(0.1));

        _desk.Playback.SetSpeed(10);
        Wait(2.1);
        Assert.That(Last(), Is.InRange(31, 32));
        _desk.Playback.SetSpeed(3);
        Wait(0.1);
        Assert.That(State().Speed, Is.EqualTo(10), "not one of the offered speeds");
    }

    [Test]
    public void A_pause_stops_the_time_and_is_not_stale()
    {
        Wait(5.1);
        _desk.Playback.Toggle();
        Wait(60);
        Assert.That((Last(), State().IsPlaying), Is.EqualTo((6m, false)));
        Assert.That(Connection(), Is.EqualTo((false, ReplayMode.Paused, TimeSpan.Zero, TimeSpan.Zero)));
        _desk.Playback.Toggle();
        Wait(2);
        Assert.That(Last(), Is.EqualTo(8));
        Assert.That(Connection(), Is.EqualTo((false, ReplayMode.Playing, TimeSpan.Zero, TimeSpan.Zero)));
    }

    [Test]
    public void A_seek_forward_delivers_everything_in_between_and_draws_one_frame()
    {
        Wait(5.1);
        var frames = 0;
        _desk.Market.Tape.PropertyChanged += (_, _) => frames++;
        _desk.Playback.Seek(Start.AddSeconds(80.5));
        Wait(0.2);
        Assert.That((Last(), frames), Is.EqualTo((81m, 1)));
        Assert.That(_opened, Has.Count.EqualTo(1));
        Assert.That(_desk.Market.Chart.State.Session!.TradeCount, Is.EqualTo(81));
    }

    [Test]
    public void A_seek_back_shows_the_state_of_that_time_in_new_markets()
    {
        Wait(90);
        _desk.Playback.Toggle();
        Wait(1);
        var before = _desk.Market;
        var changed = new List<string?>();
        _desk.PropertyChanged += (_, change) => changed.Add(change.PropertyName);

        _desk.Playback.Seek(0.305);
        Wait(0.2);

        Assert.That(_desk.Market, Is.Not.SameAs(before));
        Assert.That(changed, Is.EqualTo(new[] { nameof(DeskViewModel.Symbols), nameof(DeskViewModel.Market) }));
        Assert.That((Last(), State().Progress, State().IsPlaying, State().IsSeeking), Is.EqualTo((31m, 0.305, false, false)));
        Assert.That(_desk.Market.Chart.State.Session!.TradeCount, Is.EqualTo(31), "as if it had been played from the start");
        _desk.Playback.Toggle();
        Wait(2);
        Assert.That(Last(), Is.EqualTo(33));
    }

    [Test]
    public void Playback_stops_at_the_end_and_can_be_restarted()
    {
        _desk.Playback.Seek(1.0);
        Wait(5);
        Assert.That((Last(), State().IsEnded, State().Fault), Is.EqualTo(((decimal)(Length + 1), true, (string?)null)));
        Assert.That(Connection(), Is.EqualTo((false, ReplayMode.Ended, TimeSpan.Zero, TimeSpan.Zero)));
        _desk.Playback.Seek(Start.AddDays(-1));
        Wait(1.1);
        Assert.That((Last(), State().IsEnded), Is.EqualTo((2m, false)));
    }

    [Test]
    public void Playback_does_not_skip_after_the_machine_sleeps()
    {
        Wait(1.05);
        _time.Sleep(TimeSpan.FromSeconds(50).Ticks);
        Wait(0.1);
        Assert.That(Last(), Is.LessThanOrEqualTo(3));
    }

    [Test]
    public void Files_that_are_not_recordings_are_refused()
    {
        File.WriteAllText(_path, "nothing\n");
        Assert.That(() => RecordingExtent.Read([_path]), Throws.TypeOf<InvalidDataException>());
        File.WriteAllText(_path, "");
        Assert.That(() => RecordingExtent.Read([_path]), Throws.TypeOf<InvalidDataException>());
    }

    private IReadOnlyList<Market> Open(NexusFeed feed)
    {
        var status = System.Reactive.Linq.Observable.Never<ConnectionStatus>();
        _opened.Add([new Market(Make.Symbol, feed, System.Reactive.Linq.Observable.StartWith(status, new ConnectionStatus.Connected()), System.Reactive.Linq.Observable.Never<TimeSpan>()) { IsReplay = true }]);
        return _opened[^1];
    }

    private decimal? Last() => _desk.Market.Chart.State.Last?.Price;

    private (bool IsStale, ReplayMode? Replay, TimeSpan Silence, TimeSpan DataSilence) Connection() =>
        (_desk.Market.Connection.State.IsStale, _desk.Market.Connection.State.Replay, _desk.Market.Connection.State.Silence, _desk.Market.Connection.State.DataSilence);

    private PlaybackState State() => _desk.Playback.State!;

    private void Wait(double seconds) => _time.AdvanceBy(TimeSpan.FromSeconds(seconds).Ticks);
}
