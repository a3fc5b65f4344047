using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>One window a symbol, (now − length, now]: each trade changes it, and each instant at which trades leave.</summary>
internal sealed class SlidingWindows<TAggregate, TResult>(IObserver<TResult> observer, TimeSpan length, IScheduler scheduler)
    : TimedWindows<TResult>(observer, scheduler)
    where TAggregate : struct, ISlidingAggregate<TResult>
{
    private const long Never = long.MaxValue;

    private readonly PerSymbol<Window> _symbols = new();
    private readonly long _length = length.Ticks;
    private long _nextLeave = Never;

    protected override long NextDue => _nextLeave;

    protected override void Advance()
    {
        while (_nextLeave <= Now && !IsStopped)
            Leave(_nextLeave);
    }

    protected override void Leap(long from)
    {
        if (_nextLeave <= Now)
            Leave(Now);
    }

    protected override void Begin()
    {
        foreach (var (_, window) in _symbols.InOrder)
            window.Aggregate.RemoveUntil(Never);
        _nextLeave = Never;
    }

    protected override void Add(Trade trade)
    {
        var window = _symbols[trade.Symbol];
        window.Aggregate.Add(Now, trade);
        if (_nextLeave == Never)
            _nextLeave = GetExpiry(Now);
        Publish(trade.Symbol, window, Now);
    }

    // Each change was published when it came.
    protected override void Flush()
    {
    }

    private void Leave(long instant)
    {
        _nextLeave = Never;
        foreach (var (symbol, window) in _symbols.InOrder)
        {
            var hasChanged = window.Aggregate.RemoveUntil(instant - _length);
            if (window.Aggregate.Count > 0)
                _nextLeave = Math.Min(_nextLeave, GetExpiry(window.Aggregate.OldestTime));
            if (hasChanged)
                Publish(symbol, window, instant);
        }
    }

    private void Publish(Symbol symbol, Window window, long end)
    {
        // The start itself is outside.
        var start = end - _length;
        var hasGap = HasGap(symbol, start + 1);
        Observer.OnNext(window.Aggregate.ToResult(symbol, start, end, !hasGap && IsSeen(start + 1), hasGap));
    }

    private long GetExpiry(long time) => time > Never - _length ? Never : time + _length;

    private sealed class Window
    {
        private TAggregate _aggregate = new();

        public ref TAggregate Aggregate => ref _aggregate;
    }
}
