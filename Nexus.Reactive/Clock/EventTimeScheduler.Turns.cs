using System.Globalization;

namespace Nexus.Reactive;

/// <summary>What a turn of the feed does: it moves the time and runs the work that is due.</summary>
internal sealed partial class EventTimeScheduler
{
    // The number of times that immediate work may schedule more immediate work before it is treated as an endless loop.
    private const int MaxChainedWork = 1_000_000;

    private int _chained;

    /// <summary>Starts the clock at the first timestamp.</summary>
    public void Start(long time)
    {
        lock (_gate)
        {
            MergePending();
            _isStarted = true;
            _time.Start(time);
            _pending.Start(_queue, time);
        }

        RunDue();
    }

    /// <summary>Runs the work that is due by <paramref name="time"/>, then sets the clock to it. The clock never moves back.</summary>
    public void AdvanceTo(long time)
    {
        if (time >= _queue.NextDue || time >= _pending.Due)
            RunUntil(time);
        if (time > NowTicks)
            _time.MoveTo(time);
    }

    /// <summary>Sets the clock to <paramref name="time"/> immediately. Work that was due earlier runs once, at the new time.</summary>
    public void JumpTo(long time)
    {
        _time.JumpTo(time);
        RunDue();
    }

    /// <summary>Sets the clock back to <paramref name="time"/>; relative work keeps its distance.</summary>
    public void RestartAt(long time)
    {
        lock (_gate)
        {
            MergePending();
            var back = NowTicks - time;
            _time.RestartAt(time);
            Rebuild(back);
        }

        RunDue();
    }

    /// <summary>Returns whether work that was scheduled outside a turn is due and has not been merged yet.</summary>
    public bool HasPendingDue => _pending.Due <= NowTicks;

    /// <summary>Runs the work that is due at <see cref="Now"/>.</summary>
    public void RunDue() => AdvanceTo(NowTicks);

    /// <summary>Ends the time: runs the work that is due within the given time, then drops the rest. Work for now that is added later still runs.</summary>
    public void End(TimeSpan runOn)
    {
        RunDue();
        if (_isStarted)
            AdvanceTo(SaturatingAdd(NowTicks, runOn.Ticks));
        lock (_gate)
        {
            _isOver = true;
            _queue.Clear();
            _pending.Clear();
            _cancelledQueued = 0;
        }
    }

    /// <summary>Runs an item that was scheduled for now outside a turn. Called in a turn.</summary>
    public void RunNow(ScheduledItem work)
    {
        work.State = ScheduledItemState.Nowhere;
        if (!work.IsCancelled)
            AddInTurn(work, work.Due);
        RunDue();
    }

    private void MergePending()
    {
        lock (_gate)
        {
            _pending.MoveTo(_queue);
            if (ShouldCompact(_cancelledQueued, _queue.Count))
                Rebuild(back: 0);
        }
    }

    private void RunUntil(long time)
    {
        _chained = 0;
        var isMerged = false;
        while (true)
        {
            // Work that other threads schedule in the meantime waits for the next call, so that they cannot keep this thread here.
            if (time >= _pending.Due && (!isMerged || _pending.HasOwn))
            {
                MergePending();
                isMerged = true;
            }

            if (time < _queue.NextDue)
                return;

            // Read before the item is taken: then another thread may set a reusable timer again.
            var due = _queue.NextDue;
            var work = _queue.Take();
            if (work.IsCancelled)
            {
                // An item that is being canceled may be counted twice or not at all. Both are harmless, as long as the count is never below zero.
                lock (_gate)
                    _cancelledQueued = Math.Max(0, _cancelledQueued - 1);
                continue;
            }

            if (due > NowTicks)
            {
                _chained = 0;
                _time.MoveTo(due);
            }

            if (Run(work) && !work.IsCancelled)
                AddInTurn(work, work.Due);
        }
    }

    private bool Run(ScheduledItem work)
    {
        _isRunning = true;
        try
        {
            return !IsEndless(work) && work.Run();
        }
        catch (Exception error)
        {
            onFault(error);
            return false;
        }
        finally
        {
            _isRunning = false;
        }
    }

    // Throws for the first item of a loop that is dropped. What the handler of this exception schedules for now is part of the loop.
    private bool IsEndless(ScheduledItem work)
    {
        if (!work.IsChained || ++_chained <= MaxChainedWork)
            return false;
        work.Dispose();
        return _chained == MaxChainedWork + 1
            ? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Work on the feed's clock scheduled further work for the same instant {MaxChainedWork:N0} times ({Now:O}). Such work is dropped until time moves; add a delay to the loop."))
            : true;
    }

    private void Rebuild(long back)
    {
        _queue.Rebuild(back, NowTicks);
        _cancelledQueued = 0;
    }
}
