using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Errors of a recording whose feed has no observer of faults: they end no process, and they are not silent.</summary>
public sealed class UnobservedRecordingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private FaultyDisk _disk = null!;
    private Subject<string> _source = null!;

    private RecordingOptions Options => new() { Host = _disk };

    [SetUp]
    public void SetUp() => (_disk, _source) = (new FaultyDisk(), new Subject<string>());

    [TearDown]
    public void TearDown() => _source.Dispose();

    [Test]
    public void Disposing_the_recording_throws_if_messages_are_missing([Values] bool ends)
    {
        var recording = Record(_source.ToNexusFeed());
        _disk.State = DiskState.Full;
        _source.OnNext(Samples.Ping);
        if (ends)
            _source.OnCompleted();

        Assert.That(() => recording.DisposeAsync().AsTask(), Throws.TypeOf<IOException>().With.Message.StartsWith("1 messages were not recorded"));
        Assert.That(() => recording.DisposeAsync().AsTask(), Throws.Nothing, "once");
    }

    [Test]
    public void Disposing_the_recording_does_not_throw_if_the_disk_has_recovered()
    {
        var recording = Record(_source.ToNexusFeed());
        _disk.State = DiskState.Full;
        _source.OnNext(Samples.Ping);
        Assert.That(SpinWait.SpinUntil(() => _disk.HasFault, Limit));
        _disk.State = DiskState.Working;

        Assert.That(() => recording.DisposeAsync().AsTask(), Throws.Nothing);
        Assert.That(_disk.Read("/a"), Is.Not.Empty);
    }

    [Test]
    public void The_handler_of_unobserved_faults_receives_the_errors()
    {
        List<SubscriberFault> faults = [];
        var recording = Record(new NexusFeed(_source, new NexusFeedOptions { UnobservedFault = faults.Add }));
        _disk.State = DiskState.Full;
        _source.OnNext(Samples.Ping);

        Assert.That(() => recording.DisposeAsync().AsTask(), Throws.Nothing);
        Assert.That(faults.Select(static fault => $"{fault.Stream}: {fault.Exception.Message}"), Is.EqualTo(new[] { "Recording: The disk is full.", "Recording: 1 messages were not recorded to '/a'." }));
    }

    [Test]
    public void Observed_errors_are_not_thrown()
    {
        List<SubscriberFault> faults = [];
        var feed = _source.ToNexusFeed();
        feed.SubscriberFaults.Subscribe(faults.Add);
        var recording = Record(feed);
        _disk.State = DiskState.Full;
        _source.OnNext(Samples.Ping);

        Assert.That(() => recording.DisposeAsync().AsTask(), Throws.Nothing);
        Assert.That(faults, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Strings_end_with_an_error_if_some_are_missing([Values] bool isVirtual, [Values] bool hasHandler)
    {
        var options = Options with { OnError = hasHandler ? static _ => { } : null };
        IScheduler scheduler = isVirtual ? new HistoricalScheduler() : DefaultScheduler.Instance;
        var end = _source.RecordTo("/a", scheduler, options).Materialize().LastAsync().Timeout(Limit).GetAwaiter();
        _disk.State = DiskState.Full;
        _source.OnNext("one");
        _source.OnCompleted();

        var last = await end;
        Assert.That(last.Kind, Is.EqualTo(hasHandler ? System.Reactive.NotificationKind.OnCompleted : System.Reactive.NotificationKind.OnError));
        Assert.That(last.Exception?.Message, hasHandler ? Is.Null : Is.EqualTo("The recording '/a' is not complete."));
    }

    [Test]
    public async Task An_error_of_the_source_is_passed_on_rather_than_that_of_the_recording()
    {
        var end = _source.RecordTo("/a", DefaultScheduler.Instance, Options).Materialize().LastAsync().Timeout(Limit).GetAwaiter();
        _disk.State = DiskState.Full;
        _source.OnNext("one");
        var error = new InvalidOperationException();
        _source.OnError(error);

        Assert.That((await end).Exception, Is.SameAs(error));
    }

    private IAsyncDisposable Record(NexusFeed feed)
    {
        var recording = feed.RecordTo("/a", Options);
        feed.Connect();
        return recording;
    }
}
