using System.Globalization;
using System.Text;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>The queue between the delivering thread and the disk: its memory is bounded, whatever it contains, and it keeps the order.</summary>
public sealed class RecordingQueueTests
{
    private const int MaxBytes = 4_000_000;
    private const int Small = 20;
    private const int Large = 100_000;
    private static readonly string Broken = new('\n', Small);
    private static readonly string Plain = new('x', Small);
    private static readonly string LongBroken = new('\n', Large);
    private static readonly string LongPlain = new('x', Large);

    private static readonly (string Name, Action<RecordingQueue, int> Add)[] Contents =
    [
        ("plain texts", static (queue, i) => queue.Add(i, Plain)),
        ("texts with line breaks between plain ones", static (queue, i) => queue.Add(i, i % 2 == 0 ? Plain : Broken)),
        ("long texts with line breaks between plain ones", static (queue, i) => queue.Add(i, i % 2 == 0 ? Plain : LongBroken)),
        ("long plain texts", static (queue, i) => queue.Add(i, LongPlain)),
        ("messages between texts", static (queue, i) => { queue.Add(i, new Ping(DateTimeOffset.UnixEpoch)); queue.Add(i, Plain); }),
        ("hidden messages", static (queue, i) => queue.Add(i, new Ping(DateTimeOffset.UnixEpoch), isHidden: true)),
        ("messages with long texts", static (queue, i) => queue.Add(i, new UnknownMessage("X", new string('x', Large)))),
        ("malformed messages with long reasons", static (queue, i) => queue.Add(i, new MalformedMessage("x", new string('x', Large)))),
        ("gaps with long reasons", static (queue, i) => queue.Add(i, new FeedGap(new string('x', Large)))),
        ("a new day with each text", static (queue, i) => queue.Add(i * TimeSpan.TicksPerDay, Plain)),
    ];

    private readonly IdleWorker _worker = new();
    private int _losses;

    [SetUp]
    public void SetUp() => _losses = 0;

    private static IEnumerable<string> Names => Contents.Select(static content => content.Name);

    [TestCaseSource(nameof(Names))]
    public void The_queue_takes_no_more_memory_than_its_limit_and_one_batch(string name)
    {
        var queue = Create(MaxBytes);
        var add = Array.Find(Contents, content => content.Name == name).Add;
        var added = 0;
        while (queue.TotalLost == 0)
            add(queue, added++);

        Assert.That(Take(queue).Sum(static batch => batch.Footprint), Is.InRange(MaxBytes, MaxBytes + RecordingBatch.UsualCapacity + (3 * Large)));
        Assert.That(added, Is.GreaterThan(10));
        Assert.That(_losses, Is.EqualTo(1));
    }

    [Test]
    public void The_footprint_of_a_batch_equals_its_allocated_memory([Values(0, 1, 5)] int textsPerMessage, [Values(10, 1000)] int length)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var batch = new RecordingBatch(RecordingBatch.UsualCapacity);
        for (var i = 0; batch.TryAppend(i, new string('\n', length), 2 * length, isHidden: false); i++)
        {
            for (var j = 0; j < textsPerMessage; j++)
                batch.TryAppend(i, Plain);
        }

        Assert.That(batch.Footprint, Is.GreaterThan(GC.GetAllocatedBytesForCurrentThread() - before - 4096));
    }

    [Test]
    public void Texts_with_line_breaks_leave_no_space_of_a_batch_unused()
    {
        var queue = Create(MaxBytes);
        for (var i = 0; i < 1000; i++)
            queue.Add(i, i % 2 == 0 ? Plain : Broken);

        Assert.That(Take(queue), Has.Count.EqualTo(1));
        Assert.That(queue.TotalLost, Is.Zero);
    }

    [Test]
    public void All_kinds_of_lines_are_written_in_the_order_in_which_they_were_added([Values(100_000, MaxBytes)] int maxBytes)
    {
        var queue = Create(maxBytes);
        var block = new RecordingBlock();
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            switch (random.Next(4))
            {
                case 0:
                    queue.Add(i, $"plain {i}");
                    break;
                case 1:
                    queue.Add(i, $"broken\n{i}");
                    break;
                case 2:
                    queue.Add(i, new UnknownMessage("X", $"typed {i}"));
                    break;
                default:
                    queue.Add(i, new Ping(DateTimeOffset.UnixEpoch), isHidden: true);
                    break;
            }

            if (random.Next(5) == 0)
                Write(queue, block);
        }

        queue.Complete(2000);
        Write(queue, block);

        var times = Encoding.UTF8.GetString(block.Pack(gzip: false, [])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => long.Parse(line.Split('\t')[0], CultureInfo.InvariantCulture) / 100);
        Assert.That(times, Is.EqualTo(Enumerable.Range(0, 2000)));
    }

    [Test]
    public void Space_is_free_again_after_writing()
    {
        var queue = Create(MaxBytes);
        for (var i = 0; i < 100_000; i++)
        {
            queue.Add(i, i % 3 == 0 ? Plain : Broken);
            if (i % 100 == 0)
                queue.Release(Take(queue));
        }

        Assert.That(queue.TotalLost, Is.Zero);
    }

    [Test]
    public void A_message_whose_line_would_be_too_long_is_a_gap_and_counted()
    {
        var batch = new RecordingBatch(1024);
        var block = new RecordingBlock();
        batch.TryAppend(1, new string(RecordingText.Escape, (RecordingFile.MaxLine / 5) + 1), 0, isHidden: false);

        Assert.That(batch.AppendTo(block), Is.EqualTo(1), "each character is written as five");
        Assert.That(Encoding.UTF8.GetString(block.Pack(gzip: false, [])), Does.Match("^100\t.*FEED_GAP.*too long.*\n$"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_text_longer_than_a_line_is_dropped_and_reported(bool isTyped)
    {
        var queue = Create(int.MaxValue);
        var text = new string('x', RecordingFile.MaxLine);
        if (isTyped)
            queue.Add(1, new MalformedMessage(text, "x"));
        else
            queue.Add(1, text);

        Assert.That((queue.TotalLost, _losses), Is.EqualTo((1L, 1)));
    }

    private RecordingQueue Create(int maxBytes) => new(maxBytes, () => _losses++, _worker);

    private static List<RecordingBatch> Take(RecordingQueue queue)
    {
        List<RecordingBatch> batches = [];
        while (queue.TryTake(batches) is { } wait && wait != Timeout.InfiniteTimeSpan)
            continue;
        return batches;
    }

    private static void Write(RecordingQueue queue, RecordingBlock block)
    {
        var batches = Take(queue);
        foreach (var batch in batches)
            batch.AppendTo(block);
        queue.Release(batches);
    }

    /// <summary>A worker whose disk has stalled.</summary>
    private sealed class IdleWorker : IRecordingWorker
    {
        public void Start(IEnumerable<TimeSpan> work) => throw new NotSupportedException();

        public void Wake()
        {
        }
    }
}
