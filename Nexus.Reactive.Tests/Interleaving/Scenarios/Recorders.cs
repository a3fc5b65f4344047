using System.Text;

namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>
/// A feed's thread adds lines and ends, another thread ends the recording too, and a third writes: what was taken before the end is written once and in
/// order, what found no room is counted in a gap, and the writer's thread ends.
/// </summary>
internal class RecordWhileWriting : Scenario
{
    private const int Lines = 3;
    private readonly IRecordingWorker _worker = RecordingHost.Instance.CreateWorker("Test");
    private readonly RecordingQueue _queue;
    private readonly bool _isClosedEarly;
    private readonly RecordingBlock _block = new();
    private int _reports;

    public RecordWhileWriting()
        : this(maxBytes: 1_000_000, isClosedEarly: true)
    {
    }

    protected RecordWhileWriting(int maxBytes, bool isClosedEarly)
    {
        _queue = new RecordingQueue(maxBytes, () => _reports++, _worker);
        _isClosedEarly = isClosedEarly;
    }

    public override IEnumerable<Action> Threads => _isClosedEarly ? [Add, StartWriting, () => _queue.Complete(Lines)] : [Add, StartWriting];

    public override void Check()
    {
        var written = Encoding.UTF8.GetString(_block.Pack(gzip: false, [])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('\t')[1]).ToArray();
        var texts = written.Where(static text => text[0] != '{').ToArray();
        Require(texts.SequenceEqual(texts.Order(StringComparer.Ordinal).Distinct()), $"written {string.Join(' ', written)}");
        var lost = written.Where(static text => text[0] == '{').Sum(static text => int.Parse(((FeedGap)NexusDecoder.Decode(text)).Reason.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        Require(lost == _queue.TotalLost, $"{_queue.TotalLost} lost, {lost} in gaps");
        Require(_reports == (lost > 0 ? 1 : 0), $"{_reports} reports");
        Require(_isClosedEarly ? texts.Length + lost <= Lines : texts.Length + lost == Lines, $"{texts.Length} written, {lost} lost");
    }

    private void Add()
    {
        for (var i = 1; i <= Lines; i++)
            _queue.Add(i, $"a{i}");
        _queue.Complete(Lines);
    }

    private void StartWriting() => _worker.Start(Write());

    private IEnumerable<TimeSpan> Write()
    {
        var batches = new List<RecordingBatch>();
        while (true)
        {
            while (_queue.TryTake(batches) is { } wait)
                yield return wait;
            if (batches.Count == 0)
                break;
            foreach (var batch in batches)
                batch.AppendTo(_block);
            _queue.Release(batches);
        }
    }
}

/// <summary>A queue with room for one line at a time.</summary>
internal sealed class RecordBeyondTheLimit() : RecordWhileWriting(maxBytes: 1, isClosedEarly: false);
