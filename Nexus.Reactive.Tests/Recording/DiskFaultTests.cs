using System.Globalization;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Each operation of the disk fails in turn: what is written is whole lines in order, each once, and nothing is lost silently.</summary>
public sealed class DiskFaultTests : FolderTests
{
    private const int Count = 12;

    private readonly List<Exception> _errors = [];
    [Test]
    public async Task A_recording_survives_a_failure_of_any_disk_operation([Values("a.tsv", "a-{number}.tsv.gz", "a-{date}-{number}.tsv")] string name, [Values(1, 4)] int failures)
    {
        var operations = await RecordAsync(name, new FailingDisk(int.MaxValue, 0));
        Assert.That(operations, Is.GreaterThan(10));
        for (var first = 0; first < operations; first++)
            await RecordAsync(name, new FailingDisk(first, failures));
    }

    [Test]
    public async Task A_disk_that_never_recovers_loses_the_remaining_messages_and_reports_them([Values(3, 5, 8)] int first)
    {
        var disk = new FailingDisk(first, int.MaxValue);

        await RecordAsync("a.tsv.gz", disk);

        Assert.That(_errors[^1].Message, Does.Match("^[0-9]+ messages were not recorded to "));
    }

    [Test]
    public async Task FlushToDisk_forces_each_batch_to_the_disk([Values] bool isOn)
    {
        var disk = new FailingDisk(int.MaxValue, 0);

        await RecordAsync("a.tsv", disk, isOn);

        Assert.That(disk.Flushes, isOn ? Is.Positive : Is.Zero);
    }

    // Returns the number of operations.
    private async Task<int> RecordAsync(string name, FailingDisk disk, bool flush = true)
    {
        _errors.Clear();
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        using var connection = feed.Connect();
        var options = new RecordingOptions
        {
            Host = disk,
            OnError = _errors.Add,
            FlushToDisk = flush,
            MinFreeSpace = 1,
            MaxFileSize = name.Contains("{number}", StringComparison.Ordinal) ? 200 : null,
        };
        IAsyncDisposable recording;
        try
        {
            recording = feed.RecordTo(Folder[name], options);
        }
        catch (IOException)
        {
            // Nothing has been recorded yet.
            Assert.That(disk.Files.Values.Sum(static file => file.Length), Is.Zero, "a recording that cannot be opened fails at once");
            return disk.Operations;
        }

        await using (recording)
        {
            for (var i = 0; i < Count; i++)
            {
                var before = disk.Operations;
                source.OnNext($$"""{"event":"X","n":{{i}}}""");

                // Several batches of a few lines, on three days.
                if (i % 4 == 3)
                    SpinWait.SpinUntil(() => disk.Operations > before, 20);
                disk.Now += TimeSpan.FromHours(6);
            }
        }

        var read = Read(disk);
        Assert.That(read, Is.Ordered.And.Unique, $"{disk.Operations} operations, {string.Join("; ", _errors.Select(static error => error.Message))}");

        // A part of the last batch that could not be cut off may contain lines that count as lost.
        Assert.That(Count - read.Count, Is.LessThanOrEqualTo(_errors.Select(static error => error.Message.Split(' ')).Where(static words => words[1..4] is ["messages", "were", "not"]).Sum(static words => int.Parse(words[0], CultureInfo.InvariantCulture))));
        Assert.That(_errors, disk.HasFailed ? Is.Not.Empty : Is.Empty);
        return disk.Operations;
    }

    private static List<int> Read(FailingDisk disk)
    {
        List<int> read = [];
        foreach (var (path, content) in disk.Files)
        {
            File.WriteAllBytes(path, content);
            using var reader = new RecordingReader(path);
            while (reader.TryRead())
            {
                if (NexusDecoder.Decode(reader.Text.ToString()) is UnknownMessage unknown)
                    read.Add(int.Parse(unknown.Text.AsSpan(17, unknown.Text.Length - 18), CultureInfo.InvariantCulture));
                else
                    Assert.That(reader.Kind, Is.EqualTo(RecordedKind.Gap), "a part that could not be cut off is marked");
            }

            File.Delete(path);
        }

        return read;
    }
}
