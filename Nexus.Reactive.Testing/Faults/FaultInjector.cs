using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Text;

namespace Nexus.Reactive.Testing;

/// <summary>Injects faults into a stream of messages.</summary>
public static class FaultInjector
{
    /// <summary>Injects faults into the source's messages. Every subscription gets the same faults.</summary>
    /// <remarks>
    /// If several faults are drawn for one message, the first of these is applied: cut, drop, truncate, corrupt. The remaining message may also be delayed,
    /// duplicated or reordered. Messages without a delay are emitted immediately, on the source's thread. OnCompleted and OnError follow the delayed messages.
    /// </remarks>
    /// <param name="source">The messages.</param>
    /// <param name="faults">The faults, their probabilities, and the seed.</param>
    /// <param name="scheduler">Schedules delayed messages.</param>
    public static IObservable<string> InjectFaults(this IObservable<string> source, FaultProfile faults, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(faults);
        ArgumentNullException.ThrowIfNull(scheduler);
        return Observable.Create<string>(observer =>
        {
            var line = new Line(observer, faults, scheduler);
            try
            {
                return StableCompositeDisposable.Create(source.Subscribe(line), line);
            }
            catch
            {
                line.Dispose();
                throw;
            }
        });
    }

    private sealed class Line(IObserver<string> observer, FaultProfile faults, IScheduler scheduler) : IObserver<string>, IDisposable
    {
        private const string Gap = """{"event":"FEED_GAP","data":{"reason":"an injected cut"}}""";

        private readonly Lock _gate = new();
        private readonly Queue<(DateTimeOffset Due, Action Send)> _waiting = new();
        private readonly SerialDisposable _timer = new();
        private SplitMix64 _chance = new(faults.Seed);
        private string? _late;
        private int _cutLeft;
        private bool _isCut;

        public void OnNext(string value)
        {
            lock (_gate)
            {
                var draw = new Draw(ref _chance, faults);
                if (draw.Cut && !_isCut)
                    (_isCut, _cutLeft) = (true, 1 + draw.Where(faults.MaxCut));
                if (_isCut && _cutLeft-- > 0)
                    return;

                var delay = draw.Delay ? faults.MaxDelay * draw.Length : TimeSpan.Zero;
                if (_isCut)
                {
                    _isCut = false;
                    Send(Gap, delay);
                }

                if (draw.Drop)
                    return;
                var text = draw.Truncate ? value[..draw.Where(value.Length)] : draw.Corrupt ? Corrupted(value, draw) : value;
                if (draw.Reorder && _late is null)
                {
                    _late = text;
                    return;
                }

                Send(text, delay);
                if (draw.Duplicate)
                    Send(text, TimeSpan.Zero);
                SendLate();
            }
        }

        public void OnError(Exception error)
        {
            lock (_gate)
                Then(() => observer.OnError(error), TimeSpan.Zero);
        }

        public void OnCompleted()
        {
            lock (_gate)
            {
                if (_isCut)
                    Send(Gap, TimeSpan.Zero);
                SendLate();
                Then(observer.OnCompleted, TimeSpan.Zero);
            }
        }

        public void Dispose() => _timer.Dispose();

        private static string Corrupted(string text, Draw draw)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length > 0)
                bytes[draw.Where(bytes.Length)] ^= (byte)(1 << draw.Bit);
            return Encoding.UTF8.GetString(bytes);
        }

        private void SendLate()
        {
            if (_late is { } late)
            {
                _late = null;
                Send(late, TimeSpan.Zero);
            }
        }

        private void Send(string text, TimeSpan delay) => Then(() => observer.OnNext(text), delay);

        // A message without a delay is emitted immediately if the queue is empty; otherwise it follows the last message in the queue.
        private void Then(Action send, TimeSpan delay)
        {
            if (_waiting.Count == 0 && delay <= TimeSpan.Zero)
            {
                send();
                return;
            }

            _waiting.Enqueue((scheduler.Now + delay, send));
            if (_waiting.Count == 1)
                Arm(delay);
        }

        private void Arm(TimeSpan delay) => _timer.Disposable = scheduler.Schedule(delay, SendDue);

        private void SendDue()
        {
            lock (_gate)
            {
                while (_waiting.TryPeek(out var next))
                {
                    var left = next.Due - scheduler.Now;
                    if (left > TimeSpan.Zero)
                    {
                        Arm(left);
                        return;
                    }

                    // The message stays in the queue while it is emitted, so that no other message overtakes it.
                    next.Send();
                    _waiting.Dequeue();
                }
            }
        }
    }

    /// <summary>Draws all random numbers of one message. Their count is constant, so the probability of one fault does not affect the other faults.</summary>
    private readonly struct Draw
    {
        private readonly double _where;

        public Draw(ref SplitMix64 chance, FaultProfile faults)
        {
            Cut = chance.NextDouble() < faults.Cut;
            Drop = chance.NextDouble() < faults.Drop;
            Truncate = chance.NextDouble() < faults.Truncate;
            Corrupt = chance.NextDouble() < faults.Corrupt;
            Duplicate = chance.NextDouble() < faults.Duplicate;
            Reorder = chance.NextDouble() < faults.Reorder;
            Delay = chance.NextDouble() < faults.Delay;
            Length = chance.NextDouble();
            _where = chance.NextDouble();
            Bit = chance.NextInt(8);
        }

        public bool Cut { get; }

        public bool Drop { get; }

        public bool Truncate { get; }

        public bool Corrupt { get; }

        public bool Duplicate { get; }

        public bool Reorder { get; }

        public bool Delay { get; }

        public double Length { get; }

        public int Bit { get; }

        public int Where(int limit) => (int)(_where * limit);
    }
}
