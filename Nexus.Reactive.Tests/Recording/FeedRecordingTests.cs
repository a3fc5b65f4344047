using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Decoding;
using static Nexus.Reactive.Tests.Recording.RecordedFeed;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Recordings of feeds: a replay gives the messages that were delivered.</summary>
public sealed class FeedRecordingTests : FolderTests
{
    [Test]
    public async Task A_recorded_feed_of_strings_replays_identically([Values("a.tsv", "a.tsv.gz")] string name)
    {
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        string[] texts = [.. Samples.All, "not JSON", "", "a\nb", "\0", "\ud800", .. Samples.All.Select(static text => text.Replace(",", ",\n// x\n", StringComparison.Ordinal))];

        var live = await Folder.RecordAsync(feed, name, () => Push(source, texts));

        Assert.That(live, Has.Count.EqualTo(texts.Length));
        Assert.That(await ReplayAsync(Folder[name]), Is.EqualTo(live));
    }

    [Test]
    public async Task A_recorded_feed_of_typed_messages_replays_identically()
    {
        using var source = new Subject<NexusMessage>();
        NexusMessage[] messages = [.. Samples.All.Select(NexusDecoder.Decode), new FeedGap("why\n\"not\""), Make.Book("100x1 99x2 | 101x3"), NexusDecoder.Decode("oops")];

        var live = await Folder.RecordAsync(new NexusFeed(source), "a.gz", () => Push(source, messages));

        Assert.That(live, Has.Count.EqualTo(messages.Length));
        Assert.That(await ReplayAsync(Folder["a.gz"]), Is.EqualTo(live));
    }

    [Test]
    public async Task Fractions_of_a_millisecond_in_typed_messages_are_kept([Values("a.gz", "b")] string name)
    {
        using var source = new Subject<NexusMessage>();
        NexusMessage[] messages = [.. Samples.Typed.Select(NexusDecoder.Decode).Select((message, i) => TypedText.Refine(message, new TypedDetails { Fraction = i + 1 })), new Ping(DateTimeOffset.UnixEpoch.AddTicks(9999))];
        var live = await Folder.RecordAsync(new NexusFeed(source), name, () => Push(source, messages));

        var other = Folder.Write("other", ReplayTests.Line(0, Samples.Ping));

        Assert.That(live.OfType<IHasTimestamp>().Select(static message => message.Timestamp.Ticks % 10_000), Has.All.Positive);
        Assert.That(await ReplayAsync(Folder[name]), Is.EqualTo(live));
        Assert.That((await ReplayAsync(Folder[name], other)).Where(static message => message is not Ping), Is.EqualTo(live.Where(static message => message is not Ping)), "merged");
        var replay = NexusRecording.OpenFeed(Folder[name]);
        Assert.That(await Folder.RecordReplayAsync(replay, "copy"), Is.EqualTo(live));
        Assert.That(await ReplayAsync(Folder["copy"]), Is.EqualTo(live), "a recording of the replay");
        Assert.That(Folder.Read(name).Split('\n').Where(static line => line.Length > 0).Select(static line => NexusDecoder.Decode(line.Split('\t')[1])), Has.None.InstanceOf<MalformedMessage>(), "other programs read the milliseconds");
    }

    [Test]
    public async Task A_recorded_replay_replays_identically()
    {
        var path = Folder.Write("a", ReplayTests.Line(0, Samples.Book) + "oops\n" + ReplayTests.Line(1, Samples.Trade) + "\0\0");
        var feed = NexusRecording.OpenFeed(path);

        var live = await Folder.RecordReplayAsync(feed, "b.gz");

        Assert.That(live, Has.Count.EqualTo(4));
        Assert.That(await ReplayAsync(Folder["b.gz"]), Is.EqualTo(live).Using<NexusMessage>(static (one, other) => Shown(one) == Shown(other)));
        Assert.That(Folder.Read("b.gz"), Does.StartWith("1723161255000000000\t").And.Contain("\n1723161255001000000\t"), "the arrival times are kept");

        // What is wrong with a damaged line is said of the line then, not of the file.
        static string Shown(NexusMessage message) => message is MalformedMessage malformed ? malformed.Text : message.ToString();
    }

    [Test]
    public async Task A_disposed_recording_ends_and_the_feed_continues()
    {
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        var pings = 0;
        feed.Pings.Subscribe(_ => pings++);
        using var connection = feed.Connect();
        await using (feed.RecordTo(Folder["a"]))
            source.OnNext(Samples.Ping);
        source.OnNext(Samples.Ping);

        Assert.That(pings, Is.EqualTo(2));
        Assert.That(Folder.Read("a").Split('\n'), Has.Length.EqualTo(2));
        Assert.That(Folder.Names, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void A_recording_to_a_missing_folder_reports_the_missing_folder() =>
        Assert.That(() => Observable.Never<string>().ToNexusFeed().RecordTo(Folder["none/a"]), Throws.TypeOf<IOException>().With.Message.EqualTo($"Cannot record to '{Folder["none/a"]}': its folder does not exist."));

    [Test]
    public async Task A_second_recording_to_the_same_file_fails()
    {
        var feed = Observable.Never<string>().ToNexusFeed();
        await using var first = feed.RecordTo(Folder["a"]);

        Assert.That(() => feed.RecordTo(Folder["a"]), Throws.TypeOf<IOException>().With.Message.Contains("another recording"));
    }
}
