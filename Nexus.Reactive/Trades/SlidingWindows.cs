using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>One window a symbol, (now − length, now]: each trade changes it, and each instant at which trades leave.</summary>
internal sealed class SlidingWindows<TAggregate, TResult>(IObserver<TResult> observer, TimeSpan length, IScheduler scheduler)
    : TimedWindows<TResult>(observer, scheduler)
    where TAggregate : class, ISlidingAggregate<TResult>, new()
{
    private const long Never = long.MaxValue;

    private readonly BySymbol<TAggregate> _symbols = new();
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
        {
            while (window.Count > 0)
                window.RemoveOldest();
        }

        _nextLeave = Never;
    }

    protected override void Add(Trade trade)
    {
        var window = _symbols[trade.Symbol];
        window.Add(Now, trade);
        if (_nextLeave == Never)
            _nextLeave = LeaveOf(Now);
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
            var count = window.Count;
            while (window.Count > 0 && LeaveOf(window.OldestTime) <= instant)
                window.RemoveOldest();
            if (window.Count > 0)
                _nextLeave = Math.Min(_nextLeave, LeaveOf(window.OldestTime));
            if (window.Count < count)
                Publish(symbol, window, instant);
        }
    }

    private void Publish(Symbol symbol, TAggregate window, long end)
    {
        // The start itself is outside.
        var start = end - _length;
        var hasGap = HasGap(symbol, start + 1);
        Observer.OnNext(window.ToResult(symbol, WindowGrid.ToTime(start), WindowGrid.ToTime(end), !hasGap && IsSeen(start + 1), hasGap));
    }

    private long LeaveOf(long time) => time > Never - _length ? Never : time + _length;
}
