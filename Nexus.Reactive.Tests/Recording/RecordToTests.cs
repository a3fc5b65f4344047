using System.Diagnostics;
using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Reactive.Testing;

namespace Nexus.Reactive.Tests.Recording;

public sealed class RecordToTests : ReactiveTest
{
    private static readonly DateTimeOffset T0 = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly List<string> _passed = [];
    private TemporaryFolder _folder = null!;
    private Subject<string> _source = null!;
    private HistoricalScheduler _time = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _source = new Subject<string>();
        _time = new HistoricalScheduler(T0);
        _passed.Clear();
    }

    [TearDown]
    public void TearDown()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Without_a_scheduler_the_arrival_times_are_the_systems_and_a_replay_keeps_the_text()
    {
        var path = _folder["a.tsv"];
        await Observable.Return("{}").RecordTo(path);
        var arrival = DateTimeOffset.UnixEpoch.AddTicks(long.Parse(File.ReadAllText(path).Split('\t')[0], CultureInfo.InvariantCulture) / 100);
        Assert.That(arrival, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
        Assert.That(await NexusRecording.Replay(path).ToList(), Is.EqualTo(new[] { "{}" }));
        Assert.That(await NexusRecording.Replay(path, speed: 10).ToList(), Is.EqualTo(new[] { "{}" }));
    }

    [TestCase("a.tsv")]
    [TestCase("a.tsv.gz")]
    [TestCase("a.TSV.GZ")]
    public void A_line_is_time_tab_message_and_the_strings_pass_unchanged(string name)
    {
        _source.RecordTo(_folder[name], _time).Subscribe(_passed.Add);
        _source.OnNext("one");
        _time.AdvanceBy(TimeSpan.FromTicks(1));
        _source.OnNext("two\twith a tab, ü and 😀");
        _source.OnNext("three\r\nlines\n");
        _source.OnCompleted();

        Assert.That(_passed, Is.EqualTo(new[] { "one", "two\twith a tab, ü and 😀", "three\r\nlines\n" }));
        Assert.That(
            _folder.Read(name),
            Is.EqualTo("1723161255000000000\tone\n1723161255000000100\ttwo\twith a tab, ü and 😀\n1723161255000000100\tthree\u0010000d\u0010000alines\u0010000a\n"));
    }

    [Test]
    public void There_is_no_byte_order_mark()
    {
        _source.RecordTo(_folder["a"], _time).Subscribe();
        _source.OnNext("x");
        _source.OnCompleted();

        Assert.That(File.ReadAllBytes(_folder["a"])[0], Is.EqualTo((byte)'1'));
    }

    [TestCase("a.tsv")]
    [TestCase("a.tsv.gz")]
    public void A_crash_loses_at_most_a_second_even_when_silence_follows(string name)
    {
        using var subscription = _source.RecordTo(_folder[name], _time).Subscribe(_passed.Add);
        for (var i = 0; i < 2; i++)
        {
            var written = Stopwatch.StartNew();
            _source.OnNext("a" + i);
            Assert.That(SpinWait.SpinUntil(() => _folder.Read(name).Split('\n').Length == i + 2, Limit));
            Assert.That(written.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
            File.Copy(_folder[name], _folder["crashed" + name], overwrite: true);
            Assert.That(Replayed("crashed" + name), Is.EqualTo(_folder.Read(name)), "a crash would leave a complete recording");
        }
    }

    [Test]
    public void A_second_recording_to_an_open_file_fails_and_affects_neither_the_first_nor_the_stream()
    {
        _source.RecordTo(_folder["a"], _time).Subscribe(_passed.Add);
        _source.OnNext("one");
        Exception? error = null;
        _source.RecordTo(_folder["a"], _time).Subscribe(_ => { }, e => error = e);
        _source.OnNext("two");
        _source.OnCompleted();

        Assert.That(error, Is.TypeOf<IOException>().With.Message.Contains(_folder["a"]).And.Message.Contains("another recording"));
        Assert.That(_passed, Is.EqualTo(new[] { "one", "two" }));
        Assert.That(_folder.Read("a").Split('\n'), Has.Length.EqualTo(3));
    }

    [Test]
    public void A_recording_to_an_open_file_through_links_fails()
    {
        Directory.CreateDirectory(_folder["real"]);
        Directory.CreateSymbolicLink(_folder["linked"], _folder["real"]);
        File.CreateSymbolicLink(_folder["link"], _folder["real/a"]);
        using var first = _source.RecordTo(_folder["real/a"], _time).Subscribe();

        foreach (var path in (string[])["real/a", "linked/a", "link", "linked/../real/a"])
            Assert.That(OpenError(path), Is.TypeOf<IOException>().With.Message.Contains("another recording"), path);
        first.Dispose();
        Assert.That(OpenError("link"), Is.Null);
    }

    [TestCase("a.tsv")]
    [TestCase("a.tsv.gz")]
    public void A_recording_to_an_existing_file_appends_after_a_gap(string name)
    {
        for (var i = 0; i < 2; i++)
        {
            using var subscription = _source.RecordTo(_folder[name], _time).Subscribe();
            _source.OnNext("run " + i);
        }

        Assert.That(_folder.Read(name), Is.EqualTo("1723161255000000000\trun 0\n1723161255000000000\t" + Interrupted + "\n1723161255000000000\trun 1\n"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { name }));
    }

    [TestCase("a.tsv")]
    [TestCase("a.tsv.gz")]
    public void A_file_that_ends_within_a_line_after_a_crash_is_kept(string name)
    {
        _folder.Write(name, "5\tone\n6\ttwo\n");
        var bytes = File.ReadAllBytes(_folder[name]);
        File.WriteAllBytes(_folder[name], [.. TemporaryFolder.IsPacked(name) ? bytes : [], .. bytes[..^3]]);
        using (_source.RecordTo(_folder[name], _time).Subscribe())
            _source.OnNext("three");

        var texts = Replayed(name).Split('\n').Select(static line => line.Split('\t')[^1]).ToArray();
        Assert.That(texts, Does.Contain("one").And.Contains("three").And.Contains(Interrupted));
        Assert.That(Array.IndexOf(texts, "one"), Is.LessThan(Array.IndexOf(texts, Interrupted)));
    }

    private const string Interrupted = """{"event":"FEED_GAP","data":{"reason":"the recording was interrupted"}}""";

    private Exception? OpenError(string path)
    {
        Exception? error = null;
        _source.RecordTo(_folder[path], _time).Subscribe(static _ => { }, e => error = e).Dispose();
        return error;
    }

    [Test]
    public void A_file_that_cannot_be_opened_is_an_error_at_subscription()
    {
        var result = new TestScheduler().CreateObserver<string>();

        _source.RecordTo(_folder["no/such/folder"], _time).Subscribe(result);

        Assert.That(result.Messages.Single().Value.Exception, Is.TypeOf<IOException>().With.Message.Contains("no/such/folder"));
        Assert.That(_source.HasObservers, Is.False);
    }

    [Test]
    public void A_write_error_is_reported_at_its_start_and_at_the_end_and_the_stream_continues()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("This system has no /dev/full.");
        File.CreateSymbolicLink(_folder["full"], "/dev/full");
        List<Exception> errors = [];
        _source.RecordTo(_folder["full"], _time, new RecordingOptions { OnError = errors.Add }).Subscribe(_passed.Add);

        _source.OnNext("one");
        Assert.That(SpinWait.SpinUntil(() => errors.Count > 0, Limit));
        _source.OnNext("two");
        _source.OnCompleted();

        Assert.That(_passed, Is.EqualTo(new[] { "one", "two" }));
        Assert.That(errors.Select(static error => error.Message).ToArray(), Has.Length.EqualTo(2).And.All.Contains("full"));
        Assert.That(errors[1].Message, Does.StartWith("2 messages were not recorded"));
    }

    [Test]
    public void A_clock_that_is_set_back_keeps_the_intervals_between_messages()
    {
        var time = new SettableTime { Now = T0 };
        _source.RecordTo(_folder["a"], time).Subscribe();
        _source.OnNext("one");
        time.Now = T0.AddSeconds(-5);
        _source.OnNext("two");
        time.Now = T0.AddSeconds(-4);
        _source.OnNext("three");
        time.Now = T0.AddSeconds(2);
        _source.OnNext("four");
        _source.OnCompleted();

        Assert.That(Replayed("a"), Is.EqualTo(
            "1723161255000000000\tone\n1723161255000000000\ttwo\n1723161256000000000\tthree\n1723161257000000000\tfour\n"), "the distances are kept, and the time is right again when it can be");
    }

    [Test]
    public void A_source_error_is_passed_on_and_earlier_strings_are_recorded()
    {
        var scheduler = new TestScheduler();
        var error = new InvalidOperationException();
        var source = scheduler.CreateHotObservable(OnNext(210, "a"), OnError<string>(220, error));

        var result = scheduler.Start(() => source.RecordTo(_folder["a"], scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { OnNext(210, "a"), OnError<string>(220, error) }));
        Assert.That(source.Subscriptions, Is.EqualTo(new[] { Subscribe(200, 220) }));
        Assert.That(_folder.Read("a"), Does.Contain("00\ta\n").And.StartWith("-621355967999999790").And.EndWith("\t{\"feed_error\":\"System.InvalidOperationException: Operation is not valid due to the current state of the object.\"}\n"), "a test scheduler begins in the year 1");
    }

    [Test]
    public void Disposing_writes_the_waiting_strings()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(999, "a"), OnNext(1001, "b"));

        scheduler.Start(() => source.RecordTo(_folder["a"], scheduler));

        Assert.That(_folder.Read("a"), Does.EndWith("\ta\n"));
        Assert.That(source.Subscriptions, Is.EqualTo(new[] { Subscribe(200, 1000) }));
    }

    [Test]
    public void A_source_that_ends_inside_Subscribe_is_recorded_completely()
    {
        Observable.Range(1, 3, ImmediateScheduler.Instance).Select(i => $"{i}").RecordTo(_folder["a.gz"], _time).Subscribe(_passed.Add);

        Assert.That(_folder.Read("a.gz").Split('\n').Select(l => l.Split('\t')[^1]), Is.EqualTo(new[] { "1", "2", "3", "" }));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.gz" }));
    }

    [Test]
    public void A_large_amount_is_written_without_waiting()
    {
        _source.RecordTo(_folder["a"], _time).Subscribe();
        var message = new string('x', 1000);
        for (var i = 0; i < 1000; i++)
            _source.OnNext(message);

        Assert.That(SpinWait.SpinUntil(() => new FileInfo(_folder["a"]).Length > 250_000, Limit));
    }

    [Test]
    public void Arguments_are_checked() => Assert.Multiple(() =>
    {
        Assert.That(() => NexusObservable.RecordTo(null!, "a", _time), Throws.ArgumentNullException);
        Assert.That(() => _source.RecordTo(null!, _time), Throws.ArgumentNullException);
        Assert.That(() => _source.RecordTo(" ", _time), Throws.ArgumentException);
        Assert.That(() => _source.RecordTo("a", null!), Throws.ArgumentNullException);
    });

    private string Replayed(string name)
    {
        var time = new HistoricalScheduler();
        List<string> lines = [];
        NexusRecording.Replay([_folder[name]], 1, time)
            .Subscribe(m => lines.Add(FormattableString.Invariant($"{(time.Now - DateTimeOffset.UnixEpoch).Ticks}00\t{m}\n")));
        time.Start();
        return string.Concat(lines);
    }

    private sealed class SettableTime : IScheduler
    {
        public DateTimeOffset Now { get; set; }

        public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => throw new NotSupportedException();

        public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) =>
            System.Reactive.Disposables.Disposable.Empty;

        public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) =>
            throw new NotSupportedException();
    }
}
