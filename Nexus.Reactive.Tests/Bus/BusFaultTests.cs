using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Tests.Bus;

/// <summary>
/// Tests with random faults of the log, of writers and of readers, in virtual time: every loss is marked by a gap, and no message is duplicated.
/// </summary>
public sealed class BusFaultTests
{
    private const int Histories = 400;
    private const int Steps = 60;

    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    [Test]
    public void Every_loss_is_marked_by_a_gap_and_no_message_arrives_twice()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            using var history = new History(seed);
            history.Run();
        }
    }

    [Test]
    public void Without_faults_every_reader_receives_all_messages_and_one_gap_at_the_start()
    {
        using var history = new History(seed: 0);
        history.StartReader();
        history.TakeOver();
        for (var i = 0; i < 1_000; i++)
            history.Offer();
        Assert.That(history.Readers[0], Is.EqualTo(Enumerable.Range(1, 1_000).Select(static n => n.ToString(CultureInfo.InvariantCulture)).Prepend("gap 1")));
    }

    // Continuations must run on the calling thread, which a synchronization context of the test framework would prevent.
    [SetUp]
    public void SetUp() => SynchronizationContext.SetSynchronizationContext(null);

    private sealed class History : IDisposable
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly FakeTimeProvider _time = new();
        private readonly BusSubjects _subjects = new("test", Btc, "main");
        private readonly BusMetrics _metrics = new(new BusCounters(new Meter("test")), Btc);
        private readonly MemoryLog _log;
        private readonly List<LogWriter> _writers = [];
        private readonly CancellationTokenSource _end = new();
        private long _epoch;
        private int _offered;

        public History(int seed)
        {
            _seed = seed;
            _random = new Random(seed);
            _log = new MemoryLog(_subjects, capacity: seed % 3 == 0 ? 20 : 10_000, _time.GetUtcNow);
        }

        public List<List<string>> Readers { get; } = [];

        public void Dispose() => _end.Dispose();

        public void Run()
        {
            TakeOver();
            for (var step = 0; step < Steps; step++)
            {
                Step();
                Check(step);
            }

            _log.IsDown = false;
            Advance(100);
            Offer();
            Advance(100);
            Check(Steps);
            foreach (var reader in Readers)
                Assert.That(reader, Has.Count.Zero.Or.Member(_offered.ToString(CultureInfo.InvariantCulture)), $"seed {_seed}: the last message did not arrive");
            _end.Cancel();
        }

        public void TakeOver()
        {
            var rules = new WriterRules(++_epoch, capacity: 8, window: 3, (reason, at) => new PendingEntry(_subjects.Gap, "gap"u8.ToArray(), IsPublic: true, at));
            var writer = new LogWriter(_log, rules, _metrics, _time, isInline: true);
            rules.TryOffer(new PendingEntry(_subjects.Gap, Encoding.UTF8.GetBytes(FormattableString.Invariant($"gap {_epoch}")), IsPublic: true, 0));
            _writers.Add(writer);
            _ = writer.RunAsync(_end.Token);
        }

        public void StartReader()
        {
            List<string> received = [];
            Readers.Add(received);
            var reader = new LogReader(_log, Btc, BusScope.All, _metrics, _time);
            _ = reader.RunAsync(
                new BusStart.Live(),
                (entry, gap) =>
                {
                    received.Add(gap is null ? Encoding.UTF8.GetString(entry.Payload.Span) : "gap");
                    return true;
                },
                _end.Token);
        }

        public void Offer()
        {
            var text = (++_offered).ToString(CultureInfo.InvariantCulture);
            _writers[^1].Offer(new PendingEntry(_subjects.Trade, Encoding.UTF8.GetBytes(text), IsPublic: true, 0));
        }

        private static long Epoch(string text) =>
            text.Contains(' ', StringComparison.Ordinal) ? long.Parse(text[text.IndexOf(' ', StringComparison.Ordinal)..], CultureInfo.InvariantCulture) : 0;

        // The log keeps entries of the newest epoch; otherwise, only the lease would stop a gateway that was replaced.
        private void LoseTail()
        {
            var count = _random.Next(1, 4);
            if (_log.ReadTailAsync(default).AsTask().Result.LastId is { } last && last.Epoch == _epoch && last.Number > count)
                _log.LoseTail(count);
        }

        // Advance in short steps, because a timer that is set again while the time advances counts from the current time.
        private void Advance(int steps)
        {
            for (var i = 0; i < steps; i++)
                _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        private void Step()
        {
            switch (_random.Next(20))
            {
                case 0:
                    TakeOver();
                    break;
                case 1 when _writers.Count > 1:
                    // A gateway that was replaced but has not detected it yet.
                    var replaced = _random.Next(_writers.Count - 1);
                    _writers[replaced].Offer(new PendingEntry(_subjects.Trade, Encoding.UTF8.GetBytes(FormattableString.Invariant($"stale {replaced + 1}")), IsPublic: true, 0));
                    break;
                case 2:
                    _log.IsDown = !_log.IsDown;
                    break;
                case 3:
                    LoseTail();
                    break;
                case 4:
                    StartReader();
                    break;
                case 5 or 6:
                    Advance(_random.Next(1, 20));
                    break;
                default:
                    Offer();
                    break;
            }
        }

        private void Check(int step)
        {
            foreach (var reader in Readers)
            {
                var (last, epoch) = (0, 0L);
                foreach (var text in reader)
                {
                    if (text.StartsWith("gap", StringComparison.Ordinal))
                    {
                        last = last > 0 ? -last : last;
                        epoch = Math.Max(epoch, Epoch(text));
                        continue;
                    }

                    // The new gateway may not have reached the log yet. After it has, no message of the old gateway follows.
                    if (text.StartsWith("stale", StringComparison.Ordinal))
                    {
                        Assert.That(Epoch(text), Is.GreaterThanOrEqualTo(epoch), $"seed {_seed}, step {step}: a replaced gateway's message was delivered");
                        continue;
                    }

                    var number = int.Parse(text, CultureInfo.InvariantCulture);
                    Assert.That(number, Is.GreaterThan(Math.Abs(last)), $"seed {_seed}, step {step}: a message came twice or out of order: {string.Join(' ', reader)}");
                    if (last > 0)
                        Assert.That(number, Is.EqualTo(last + 1), $"seed {_seed}, step {step}: a hole without a gap: {string.Join(' ', reader)}");
                    last = number;
                }
            }
        }
    }
}
