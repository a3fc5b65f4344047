using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive.Testing;

/// <summary>
/// Runs a rule on a separate thread within a time limit. The calls of an operator on other threads are recorded and never reach code that could throw there,
/// because an exception on such a thread would terminate the process.
/// </summary>
internal sealed class RuleGuard(TimeSpan limit)
{
    private const int StackSize = 1024 * 1024;
    private const int Poll = 10;
    private const int MostUnwinds = 3;

    // Within the first time, a started thread emits even on a busy machine. Within the second time, a timer that these tests can detect has fired.
    private static readonly TimeSpan ThreadStart = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RealTimer = TimeSpan.FromSeconds(3);

    private readonly object _gate = new();
    private readonly HashSet<int> _homeThreads = [];
    private (long Timers, long PoolWork, int Threads) _before;
    private ContractFault? _outcome;
    private string? _stray;
    private bool _isOver;
    private bool _hangs;
    private int _unwinds;

    /// <summary>The current call of the rule.</summary>
    public string Doing { get; set; } = "building the operator";

    /// <summary>Whether to wait for calls from other threads even if the rule found no fault.</summary>
    public bool ExpectsStrays { get; set; }

    /// <summary>Returns the likely reason for timers and threads of the operator's own.</summary>
    public Func<string> ExplainOwnTimers { get; set; } = static () => "";

    /// <summary>Runs the rule and returns its finding, or null.</summary>
    public ContractFault? Run(Action<RuleGuard> check)
    {
        var thread = new Thread(() => Finish(Outcome(check)), StackSize) { IsBackground = true, Name = "operator contract" };
        thread.Start();
        var started = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (!_isOver)
            {
                var left = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : limit - Stopwatch.GetElapsedTime(started);
                if (left < TimeSpan.Zero && left != Timeout.InfiniteTimeSpan)
                {
                    _outcome = new ContractFault(Hang(thread));
                    _isOver = _hangs = true;
                }
                else
                {
                    Monitor.Wait(_gate, left);
                }
            }
        }

        if ((_outcome is not null || ExpectsStrays) && !_hangs)
            WaitForStrays();
        return _stray is { } stray ? new ContractFault(stray) : _outcome;
    }

    /// <summary>Records an exception that was not caught on a separate thread of the operator.</summary>
    public void Thrown(Exception error)
    {
        lock (_gate)
            _stray ??= $"it throws on a separate thread: {MarbleText.Of(error)}";
    }

    /// <summary>Makes the current thread a thread of the rule while an action runs on it.</summary>
    public void AtHome(Action action)
    {
        var thread = Environment.CurrentManagedThreadId;
        lock (_gate)
            _homeThreads.Add(thread);
        try
        {
            action();
        }
        finally
        {
            lock (_gate)
                _homeThreads.Remove(thread);
        }
    }

    /// <summary>Called for each call that the operator makes. Returns whether the call is on a thread of the rule; does not return if the rule is over.</summary>
    public bool IsHome(string what)
    {
        bool isHome;
        lock (_gate)
        {
            isHome = _homeThreads.Contains(Environment.CurrentManagedThreadId);
            if (!isHome)
                _stray ??= $"it {what} on a separate thread{ExplainOwnTimers()}";
        }

        if (isHome)
            Continue();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            Stop($"it calls itself recursively without end: the stack is full while {Doing}");
        return isHome;
    }

    /// <summary>Does not return if the rule is over, so that an abandoned thread does no more work.</summary>
    public void Continue()
    {
        if (Volatile.Read(ref _isOver))
            Leave();
    }

    /// <summary>Ends the rule with a verdict, regardless of how the operator handles an exception. Does not return.</summary>
    public void Stop(string verdict)
    {
        Finish(new ContractFault(verdict));
        Leave();
    }

    // An additional timer, work item or thread indicates that a call may follow.
    private void WaitForStrays()
    {
        var (timers, poolWork, threads) = Activity();
        var patience = timers > _before.Timers ? RealTimer
            : poolWork > _before.PoolWork || threads > _before.Threads ? ThreadStart
            : TimeSpan.Zero;
        var started = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _stray) is null && Stopwatch.GetElapsedTime(started) < patience)
            Thread.Sleep(Poll);
    }

    private static (long Timers, long PoolWork, int Threads) Activity()
    {
        using var process = Process.GetCurrentProcess();
        return (Timer.ActiveCount, ThreadPool.PendingWorkItemCount + ThreadPool.CompletedWorkItemCount, process.Threads.Count);
    }

    private ContractFault? Outcome(Action<RuleGuard> check)
    {
        try
        {
            _before = Activity();
            UnhandledExceptions.GoTo(this);
            AtHome(() => check(this));
            return null;
        }
        catch (ContractFault fault)
        {
            return fault;
        }
        catch (Exception error)
        {
            return new ContractFault($"while {Doing}, it threw {error}");
        }
    }

    private void Finish(ContractFault? outcome)
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            _outcome = outcome;
            _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }

    private string Hang(Thread thread)
    {
        var how = thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin) ? "it blocks: the thread waits" : "it does not return: the thread runs without end";
        return FormattableString.Invariant($"{how} while {Doing}, and the time limit of {limit.TotalSeconds} s has elapsed");
    }

    // An exception unwinds a thread of the rule. If it is caught too often, or on a separate thread of the operator, the thread sleeps instead, because no thread
    // can be ended from outside.
    private void Leave()
    {
        bool isHome;
        lock (_gate)
            isHome = _homeThreads.Contains(Environment.CurrentManagedThreadId);
        if (isHome && Interlocked.Increment(ref _unwinds) <= MostUnwinds)
            throw new ContractFault("The rule is over.");
        Thread.Sleep(Timeout.Infinite);
    }
}
