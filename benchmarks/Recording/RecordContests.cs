using System.Reactive.Disposables;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// Measures the time that recording adds to the delivering thread, which is the difference within a pair. Another thread takes the waiting batches, and no disk
/// is involved.
/// </summary>
internal sealed class RecordContests : IContests
{
    private const int Count = 4096;

    public int Order => 8;

    public IEnumerable<Contest> All()
    {
        foreach (var (name, texts) in new[] { ("TRADE", Wire.Trades(Count)), ("BOOK 20", Wire.Books(Count, 20)) })
            yield return new Contest($"recording, {name}", Count, Feed("a feed that is recorded", texts, static feed => feed), Feed("a feed that is not", texts, recorded: null));
        var trades = Wire.Trades(Count);
        yield return new Contest("recording, hidden TRADE", Count, Feed("a feed of which another symbol is recorded", trades, static feed => feed.ForSymbol("SPOT_XXX_USDT")), Feed("a feed that is not", trades, recorded: null));
    }

    private static Candidate Feed(string name, string[] texts, Func<NexusFeed, NexusFeed>? recorded)
    {
        FeedInput? source = null;
        var feed = NexusFeed.FromSubscribe(
            input =>
            {
                source = input;
                return Disposable.Empty;
            },
            options: null);
        var seen = 0L;
        feed.Subscribe(_ => seen++);
        recorded?.Invoke(feed).ObserveDeliveries(new Recorder());
        feed.Connect();
        return new Candidate(name, () =>
        {
            foreach (var text in texts)
                source!.OnNext(text);
            return seen;
        });
    }

    /// <summary>Performs the work of a recording for each message, with a writer that discards the lines.</summary>
    private sealed class Recorder : IDeliveryObserver
    {
        private readonly RecordingQueue _queue;
        private ArrivalTimes _times = new(TimeSpan.TicksPerSecond);

        public Recorder()
        {
            var worker = RecordingHost.Instance.CreateWorker("Recording");
            _queue = new RecordingQueue(int.MaxValue, static () => throw new InvalidOperationException("The writer is too slow."), worker);
            worker.Start(Take());
        }

        public void OnDelivery(in Delivery delivery)
        {
            var arrival = delivery.ArrivedAt ?? DateTimeOffset.UtcNow;
            var ticks = (long)_times.Next((arrival - DateTimeOffset.UnixEpoch).Ticks);
            if (delivery.HasText)
                _queue.Add(ticks, delivery.Text);
            else
                _queue.Add(ticks, delivery.Message, delivery.IsHidden);
        }

        public void OnEnd(Exception? error) => _queue.Complete(0);

        private IEnumerable<TimeSpan> Take()
        {
            var batches = new List<RecordingBatch>();
            while (true)
            {
                while (_queue.TryTake(batches) is { } wait)
                    yield return wait;
                if (batches.Count == 0)
                    yield break;
                _queue.Release(batches);
            }
        }
    }
}
