using System.Diagnostics.Metrics;
using System.Reactive.Subjects;
using System.Text;
using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Tests.Simulation;

/// <summary>A gateway that publishes one client's texts on a log in memory, the gateways that take over from it, and a reader.</summary>
internal sealed class SimulatedBus : IDisposable
{
    private readonly SimulatedProcess _process;
    private readonly BusSubjects _subjects;
    private readonly BusMetrics _metrics;
    private readonly Meter _meter = new("simulation");
    private readonly MemoryLog _log;
    private readonly Subject<NexusMessage> _received = new();
    private readonly CancellationTokenSource _end = new();
    private readonly IDisposable _source;
    private LogWriter _writer;
    private long _epoch;

    public SimulatedBus(SimulatedProcess process, NexusClient client, int capacity)
    {
        _process = process;
        _subjects = new BusSubjects("simulation", client.Endpoint.Symbol, "main");
        _metrics = new BusMetrics(new BusCounters(_meter), client.Endpoint.Symbol);
        _log = new MemoryLog(_subjects, capacity, process.GetUtcNow);
        _writer = TakeOver();
        Feed = new NexusFeed(_received);
        var reader = new LogReader(_log, client.Endpoint.Symbol, BusScope.All, _metrics, process);
        _ = reader.RunAsync(new BusStart.Live(), Deliver, _end.Token);
        _source = client.RawMessages.Subscribe(Offer);
    }

    /// <summary>What a reader receives.</summary>
    public NexusFeed Feed { get; }

    public bool IsDown { get => _log.IsDown; set => _log.IsDown = value; }

    /// <summary>Another gateway takes over; the one before it does not know yet.</summary>
    public LogWriter TakeOver()
    {
        var rules = new WriterRules(++_epoch, capacity: 64, window: 8, (reason, at) => CreateGap(reason, at));
        var writer = new LogWriter(_log, rules, _metrics, _process, isInline: true);
        rules.TryOffer(CreateGap($"gateway epoch {_epoch} begins", 0));
        _ = writer.RunAsync(_end.Token);
        return _writer = writer;
    }

    /// <summary>The log loses what it took last, but not the newest epoch: then only the lease stops a gateway that was replaced.</summary>
    public void LoseTail(int count)
    {
        if (_log.ReadTailAsync(default).AsTask().Result.LastId is { } last && last.Epoch == _epoch && last.Number > count)
            _log.LoseTail(count);
    }

    public void Dispose()
    {
        _source.Dispose();
        _end.Cancel();
        _end.Dispose();
        _meter.Dispose();
    }

    private void Offer(string text)
    {
        var subject = _subjects.For(NexusDecoder.Decode(text));
        _writer.Offer(new PendingEntry(subject, Encoding.UTF8.GetBytes(text), _subjects.IsPublic(subject), EntryId.ToNanoseconds(_process.Now)));
    }

    private PendingEntry CreateGap(string reason, long at) =>
        new(_subjects.Gap, Encoding.UTF8.GetBytes(GapText.Create(_subjects.Symbol, reason)), IsPublic: true, at);

    private bool Deliver(LogEntry entry, string? gap)
    {
        _received.OnNext(gap is null ? NexusDecoder.Decode(entry.Payload.Span) : new FeedGap(gap, _subjects.Symbol));
        return true;
    }
}
