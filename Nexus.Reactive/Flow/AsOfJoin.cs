using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>The items that wait for a decision, and those that may still become partners.</summary>
internal sealed class AsOfJoin<TLeft, TRight>(IObserver<(TLeft Left, TRight? Right)> observer, long tolerance, AsOfDirection direction, IScheduler scheduler) : IObserver<TLeft>, IDisposable
    where TLeft : IHasSymbol, IHasTimestamp
    where TRight : class, IHasSymbol, IHasTimestamp
{
    private static readonly long EndOfTime = DateTime.MaxValue.Ticks;

    private readonly Lock _gate = new();
    private readonly SerialDisposable _timer = new();
    private readonly PerSymbol<Side> _sides = new();
    private long _timerDue = long.MaxValue;

    private long Now => scheduler.Now.UtcTicks;

    public void OnNext(TLeft value)
    {
        lock (_gate)
        {
            var side = _sides[value.Symbol];
            side.Waiting.Add((Math.Min(value.Timestamp.UtcTicks, Now), value));
            Decide(side, isLast: false);
        }
    }

    public void OnRight(TRight value)
    {
        lock (_gate)
        {
            var side = _sides[value.Symbol];
            var (now, at) = (Now, value.Timestamp.UtcTicks);
            side.Add(Math.Min(at, now), value);
            side.Forget(before: now - (2 * Math.Min(tolerance, now / 2)));
            Decide(side, isLast: false);
        }
    }

    public void OnGap(FeedGap gap)
    {
        lock (_gate)
        {
            foreach (var (symbol, side) in _sides.InOrder.ToArray())
            {
                if (gap.Symbol is { } cut && cut != symbol)
                    continue;
                Decide(side, isLast: true);
                side.Forget(before: long.MaxValue);
            }
        }
    }

    public void OnError(Exception error)
    {
        lock (_gate)
            observer.OnError(error);
    }

    public void OnCompleted()
    {
        lock (_gate)
        {
            foreach (var (_, side) in _sides.InOrder.ToArray())
                Decide(side, isLast: true);
            observer.OnCompleted();
        }
    }

    public void Dispose() => _timer.Dispose();

    // Emits what is decided, in order of arrival, and sets the timer for the rest.
    private void Decide(Side side, bool isLast)
    {
        if (side.Waiting.Count == 0)
            return;
        var now = Now;
        var decided = new List<(TLeft, TRight?)>();
        var next = long.MaxValue;
        side.Waiting.RemoveAll(item =>
        {
            var (partner, due) = Find(side, item.At);
            if (isLast || now > due)
            {
                decided.Add((item.Value, partner));
                return true;
            }

            next = Math.Min(next, due);
            return false;
        });
        if (next < _timerDue && next < EndOfTime)
            Arm(next);
        foreach (var pair in decided)
            observer.OnNext(pair);
    }

    // Returns the best partner so far, and the time after which no later item is better.
    private (TRight? Partner, long Due) Find(Side side, long at)
    {
        var place = side.CountUntil(at);
        var before = direction != AsOfDirection.Forward && place > 0 && at - side.Items[place - 1].At <= tolerance ? side.Items[place - 1] : default;
        if (direction == AsOfDirection.Backward)
            return (before.Value, at);

        var first = direction == AsOfDirection.Forward ? side.CountBefore(at) : place;
        var after = first < side.Items.Count && side.Items[first].At - at <= tolerance ? side.Items[first] : default;
        var isBefore = before.Value is not null && (after.Value is null || at - before.At <= after.At - at);
        if (isBefore)
            return (before.Value, at + (at - before.At));
        return after.Value is not null ? (after.Value, after.At) : (null, at > EndOfTime - tolerance ? EndOfTime : at + tolerance);
    }

    private void Arm(long due)
    {
        _timerDue = due;
        _timer.Disposable = scheduler.Schedule(this, new DateTimeOffset(due + 1, TimeSpan.Zero), static (_, self) => self.OnTimer());
    }

    private IDisposable OnTimer()
    {
        lock (_gate)
        {
            _timerDue = long.MaxValue;
            foreach (var (_, side) in _sides.InOrder.ToArray())
            {
                if (!_timer.IsDisposed)
                    Decide(side, isLast: false);
            }

            return Disposable.Empty;
        }
    }

    /// <summary>The items of one symbol.</summary>
    private sealed class Side
    {
        public List<(long At, TLeft Value)> Waiting { get; } = [];

        /// <summary>The right items by time; those of one time in order of arrival.</summary>
        public List<(long At, TRight? Value)> Items { get; } = [];

        public void Add(long at, TRight value) => Items.Insert(CountUntil(at), (at, value));

        public void Forget(long before) => Items.RemoveRange(0, CountBefore(before));

        /// <summary>Returns the number of right items at or before a time. Most are near the end.</summary>
        public int CountUntil(long at)
        {
            var count = Items.Count;
            while (count > 0 && Items[count - 1].At > at)
                count--;
            return count;
        }

        public int CountBefore(long at)
        {
            var (low, high) = (0, Items.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Items[middle].At < at)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }
}
