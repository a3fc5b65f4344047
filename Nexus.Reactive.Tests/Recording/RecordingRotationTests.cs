using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;
using static Nexus.Reactive.Tests.Recording.RecordedFeed;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Recordings in several files.</summary>
public sealed class RecordingRotationTests : FolderTests
{
    [Test]
    public async Task A_recording_rotates_by_size_and_its_files_together_are_complete()
    {
        const int Count = 3000;
        using var source = new Subject<string>();
        var options = new RecordingOptions { MaxFileSize = 20_000 };
        for (var run = 0; run < 2; run++)
        {
            var feed = source.ToNexusFeed();
            await Folder.RecordAsync(feed, "a-{number}.tsv", () => Push(source, Enumerable.Range(1, Count).Select(i => Samples.OrderUpdate.With("order_id", $"{(run * Count) + i}"))), options);
        }

        string[] files = [.. Folder.Names.Order(StringComparer.Ordinal).Select(name => Folder[name])];
        Assert.That(files, Has.Length.GreaterThanOrEqualTo(3));
        Assert.That(Path.GetFileName(files[0]), Is.EqualTo("a-001.tsv"));
        var replayed = await ReplayAsync(files);
        Assert.That(replayed.OfType<OrderUpdate>().Select(static update => update.OrderId), Is.EqualTo(Enumerable.Range(1, 2 * Count)));
        Assert.That(() => source.ToNexusFeed().RecordTo(Folder["b"], options), Throws.ArgumentException);
    }

    [Test]
    public void A_recording_rotates_by_day()
    {
        using var source = new Subject<string>();
        var time = new HistoricalScheduler(new DateTimeOffset(2024, 8, 8, 23, 59, 59, TimeSpan.Zero));
        using (source.RecordTo(Folder["a-{date}.tsv.gz"], time).Subscribe())
        {
            source.OnNext("one");
            time.AdvanceBy(TimeSpan.FromMilliseconds(999));
            source.OnNext("two");
            time.AdvanceBy(TimeSpan.FromMilliseconds(1));
            source.OnNext("three");
            time.AdvanceBy(TimeSpan.FromDays(2));
            source.OnNext("four");
        }

        Assert.That(Folder.Names.Order(StringComparer.Ordinal), Is.EqualTo(new[] { "a-20240808.tsv.gz", "a-20240809.tsv.gz", "a-20240811.tsv.gz" }));
        Assert.That(Folder.Read("a-20240808.tsv.gz").Split('\n'), Has.Length.EqualTo(4), "the position of the file, two messages and an empty rest");
        Assert.That(Folder.Read("a-20240809.tsv.gz"), Does.EndWith("\tthree\n"));
        Assert.That(Folder.Read("a-20240811.tsv.gz"), Does.EndWith("\tfour\n"));
    }
}
