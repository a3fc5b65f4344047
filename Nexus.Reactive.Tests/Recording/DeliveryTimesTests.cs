using System.Reactive.Disposables;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>The arrival times in the recording of a feed, some of whose messages have none.</summary>
public sealed class DeliveryTimesTests
{
    private static readonly DateTimeOffset T0 = DateTimeOffset.UnixEpoch.AddDays(10_000);
    private static readonly NexusMessage Gap = new FeedGap("without a time");

    private FaultyDisk _disk = null!;
    private FeedInput _input = null!;
    private NexusFeed _feed = null!;

    [SetUp]
    public void SetUp()
    {
        _disk = new FaultyDisk { Now = T0.AddYears(10) };
        _feed = NexusFeed.FromSubscribe(
            input =>
            {
                _input = input;
                return Disposable.Empty;
            },
            options: null);
    }

    [Test]
    public async Task A_gap_without_an_arrival_time_has_the_time_of_the_message_before_it()
    {
        var times = await RecordAsync(() =>
        {
            Push(1);
            _input.OnNext(Gap);
            Push(2);
            _input.OnNext(Gap);
            _input.OnNext(new Ping(T0));
            Push(5000);
        });

        Assert.That(times, Is.EqualTo(new[] { 1, 1, 2, 2, 2, 5000 }));
    }

    [Test]
    public async Task Gaps_before_the_first_message_have_its_time([Values(1, 3, 64)] int gaps)
    {
        var times = await RecordAsync(() =>
        {
            for (var i = 0; i < gaps; i++)
                _input.OnNext(i % 2 == 0 ? Gap : new FeedResumed());
            Push(7);
            Push(8);
        });

        Assert.That(times, Is.EqualTo(Enumerable.Repeat(7, gaps + 1).Append(8)));
    }

    [Test]
    public async Task A_feed_without_arrival_times_is_recorded_with_delivery_times()
    {
        var times = await RecordAsync(() =>
        {
            _input.OnNext(Gap);
            _disk.Now = T0.AddSeconds(1);
            _input.OnNext(new Ping(T0));
            _disk.Now = T0.AddSeconds(2);
            _input.OnNext(Gap);
            _disk.Now = T0.AddSeconds(3);
            _input.OnNext(Samples.Ping);
        });

        Assert.That(times, Is.EqualTo(new[] { 1, 1, 2, 3 }));
    }

    [Test]
    public async Task Gaps_are_recorded_if_no_message_follows([Values] bool ends)
    {
        _disk.Now = T0.AddSeconds(9);
        var times = await RecordAsync(() =>
        {
            _input.OnNext(Gap);
            if (ends)
                _input.OnCompleted();
        });

        Assert.That(times, Is.EqualTo(new[] { 9 }));
    }

    [Test]
    public async Task Very_many_gaps_before_the_first_message_are_written_without_waiting_for_it()
    {
        _disk.Now = T0.AddSeconds(3);
        var times = await RecordAsync(() =>
        {
            for (var i = 0; i < 1000; i++)
                _input.OnNext(Gap);
        });

        Assert.That(times, Has.Count.EqualTo(1000).And.All.EqualTo(3));
    }

    [Test]
    public async Task A_replay_that_was_disconnected_and_is_recorded_keeps_its_times()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("old", string.Concat(Enumerable.Range(0, 5).Select(static i => ReplayTests.Line(1000 * i, Samples.Ping))));
        var playback = NexusRecording.OpenFeed(path);
        using var source = new Subject<string>();
        var feed = NexusFeed.FromSubscribe(input => playback.ObserveDeliveries(new Forward(input)), options: null);
        await using (feed.RecordTo(folder["copy"]))
        {
            feed.Connect().Dispose();
            feed.Connect().Dispose();
            using var connection = feed.Connect();
            await playback.RunAsync();
        }

        Assert.That(folder.Read("copy").Split('\n').SkipLast(1).Select(static line => line.Split('\t')[0]), Is.EqualTo(folder.Read("old").Split('\n').SkipLast(1).Select(static line => line.Split('\t')[0]).Prepend(folder.Read("old").Split('\t')[0]).Prepend(folder.Read("old").Split('\t')[0])));
    }

    private void Push(int second) => _input.Push(Samples.Ping, T0.AddSeconds(second));

    // Returns the seconds after the start.
    private async Task<List<int>> RecordAsync(Action push)
    {
        await using (_feed.RecordTo("/a", new RecordingOptions { Host = _disk }))
        {
            using var connection = _feed.Connect();
            push();
        }

        return [.. System.Text.Encoding.UTF8.GetString(_disk.Read("/a")).Split('\n').SkipLast(1).Select(static line => (int)((long.Parse(line.Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture) / 1_000_000_000) - T0.ToUnixTimeSeconds()))];
    }

    private sealed class Forward(FeedInput input) : IDeliveryObserver
    {
        public void OnDelivery(in Delivery delivery) => input.Push(delivery);

        public void OnEnd(Exception? error) => input.OnCompleted();
    }
}
