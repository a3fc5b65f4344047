using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>A source that ends with an error replays with this error, not as completed.</summary>
public sealed class RecordedErrorTests : FolderTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [TestCase("plain", "a")]
    [TestCase("two\r\nlines, a NUL \0, a quote \", DLE \u0010, ü and 😀", "a.gz")]
    [TestCase("", "a")]
    [TestCase(": text", "a")]
    public async Task A_replay_ends_with_the_error_of_the_recorded_source(string message, string name)
    {
        await RecordAsync(name, new TimeoutException(message), Samples.Trade, Samples.Book);

        foreach (var paths in (string[][])[[Folder[name]], [Folder[name], Folder.Write("empty", "")]])
        {
            var (messages, error) = await ReplayAsync(paths);
            Assert.That(messages, Is.EqualTo(new[] { NexusDecoder.Decode(Samples.Trade), NexusDecoder.Decode(Samples.Book) }));
            Assert.That(error, Is.TypeOf<RecordedErrorException>().With.Message.EqualTo(message).And.Property("ErrorType").EqualTo("System.TimeoutException"));
        }
    }

    [Test]
    public async Task A_recording_of_a_replay_ends_with_the_original_error()
    {
        await RecordAsync("a", new TimeoutException("late"), Samples.Trade);
        var replay = NexusRecording.OpenFeed(Folder["a"]);
        await using (replay.RecordTo(Folder["b"]))
            Assert.That(async () => await replay.RunAsync().WaitAsync(Limit), Throws.TypeOf<RecordedErrorException>());

        Assert.That(Folder.Read("b").Split('\t')[^1], Is.EqualTo(Folder.Read("a").Split('\t')[^1]));
    }

    [Test]
    public async Task A_recording_of_an_ended_feed_contains_its_error()
    {
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        feed.Connect();
        source.OnError(new TimeoutException("late"));

        await feed.RecordTo(Folder["a"]).DisposeAsync();

        Assert.That((await ReplayAsync(Folder["a"])).Error, Is.TypeOf<RecordedErrorException>());
    }

    [Test]
    public void Strings_replay_with_the_error_of_their_source()
    {
        using var source = new Subject<string>();
        using (source.RecordTo(Folder["a"]).Subscribe(static _ => { }, static _ => { }))
        {
            source.OnNext("one");
            source.OnError(new TimeoutException("late"));
        }

        var time = new HistoricalScheduler();
        List<string> seen = [];
        NexusRecording.Replay([Folder["a"]], 1, time).Subscribe(seen.Add, error => seen.Add($"# {error.Message}"), () => seen.Add("|"));
        time.Start();
        Assert.That(seen, Is.EqualTo(new[] { "one", "# late" }));
    }

    [Test]
    public async Task An_error_that_is_followed_by_another_run_does_not_end_the_replay()
    {
        await RecordAsync("a", new TimeoutException("late"), Samples.Trade);
        await RecordAsync("a", error: null, Samples.Trade);

        var (messages, error) = await ReplayAsync(Folder["a"]);
        Assert.That(messages.Select(static message => message.GetType().Name), Is.EqualTo(new[] { "Trade", "FeedGap", "Trade" }));
        Assert.That(error, Is.Null);
    }

    [TestCase(10, true)]
    [TestCase(30, false)]
    public async Task A_replay_of_several_recordings_ends_only_with_an_error_that_is_the_last_entry(int lastOfOther, bool isError)
    {
        var one = Folder.Write("one", ReplayTests.Line(0, Samples.Trade) + ReplayTests.Line(20, """{"feed_error":"System.TimeoutException: late"}"""));
        var two = Folder.Write("two", ReplayTests.Line(5, Samples.Trade) + ReplayTests.Line(lastOfOther, Samples.Book));

        Assert.That((await ReplayAsync(one, two)).Error is RecordedErrorException, Is.EqualTo(isError));
    }

    [Test]
    public async Task A_received_text_that_looks_like_an_error_is_a_message()
    {
        await RecordAsync("a", error: null, """{"feed_error":"System.Exception: x"}""", Samples.Trade);

        var (messages, error) = await ReplayAsync(Folder["a"]);
        Assert.That((messages.Count, error), Is.EqualTo((2, (Exception?)null)));
    }

    [Test]
    public async Task An_error_whose_message_throws_or_is_huge_is_recorded()
    {
        await RecordAsync("a", new UnreadableException(), Samples.Trade);
        await RecordAsync("b", new TimeoutException(new string('x', 100_000)), Samples.Trade);

        Assert.That((await ReplayAsync(Folder["a"])).Error!.Message, Is.EqualTo("the message cannot be read: System.NotSupportedException"));
        Assert.That((await ReplayAsync(Folder["b"])).Error!.Message, Has.Length.InRange(16_000, 17_000));
    }

    private async Task RecordAsync(string name, Exception? error, params string[] texts)
    {
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        await using (feed.RecordTo(Folder[name]))
        {
            using var connection = feed.Connect();
            foreach (var text in texts)
                source.OnNext(text);
            if (error is null)
                source.OnCompleted();
            else
                source.OnError(error);
        }
    }

    private static async Task<(List<NexusMessage> Messages, Exception? Error)> ReplayAsync(params string[] paths)
    {
        List<NexusMessage> messages = [];
        var feed = NexusRecording.OpenFeed(paths);
        feed.Subscribe(messages.Add, static _ => { });
        try
        {
            await feed.RunAsync().WaitAsync(Limit);
            return (messages, null);
        }
        catch (RecordedErrorException error)
        {
            return (messages, error);
        }
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
