namespace Nexus.Reactive.Tests.Interleaving;

/// <summary>
/// One run of several threads, of which only one runs at a time. At each point where threads can affect each other, the run decides which one continues.
/// The instrumented primitives call it; outside a run it does nothing.
/// </summary>
public sealed class Schedule
{
    private const int MaxSteps = 10_000;

    [ThreadStatic]
    private static Schedule? _current;

    [ThreadStatic]
    private static int _id;

    private readonly Func<IReadOnlyList<int>, bool, int> _choose;
    private readonly List<Task> _tasks = [];
    private readonly List<SemaphoreSlim> _batons = [];
    private readonly List<Func<bool>?> _waits = [];
    private readonly List<bool> _limits = [];
    private readonly List<bool> _finished = [];
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _plantedFault;
    private readonly Scenario _scenario;
    private int _steps;
    private volatile bool _isAborted;

    /// <param name="choose">
    /// Picks one of the threads that can continue. If the flag is set, the first one is the running thread, and picking another preempts it.
    /// </param>
    /// <param name="plantedFault">The fault that the library has in this run; see <see cref="PlantedFault"/>.</param>
    /// <param name="scenario">The scenario whose threads run.</param>
    internal Schedule(Func<IReadOnlyList<int>, bool, int> choose, string? plantedFault, Scenario scenario)
    {
        _scenario = scenario;
        _choose = choose;
        _plantedFault = plantedFault;
    }

    /// <summary>The error: an exception of a thread, a deadlock, or an endless run.</summary>
    internal Exception? Fault { get; private set; }

    /// <summary>A point at which another thread may continue.</summary>
    public static void Point() => _current?.Switch();

    /// <summary>Whether the library has this fault in the current run.</summary>
    public static bool Has(string plantedFault) => _current?._plantedFault == plantedFault;

    /// <summary>Waits for a condition that only other threads can make true.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="isLimited">Whether the wait times out when every thread waits.</param>
    public static void WaitUntil(Func<bool> condition, bool isLimited = false)
    {
        if (_current is not { } schedule)
        {
            if (!condition())
                throw new InvalidOperationException("A wait outside a run.");
            return;
        }

        schedule._waits[_id] = condition;
        schedule._limits[_id] = isLimited && schedule._scenario.CanStall;
        schedule.Switch();
    }

    /// <summary>Runs an action on a new thread.</summary>
    public static void Spawn(Action action) => (_current ?? throw new InvalidOperationException("A thread outside a run.")).Start(action);

    /// <summary>Runs an action on the thread pool.</summary>
    public static void SpawnOnPool(Action action)
    {
        if (_current is not { _scenario.HasPool: false })
            Spawn(action);
    }

    internal void Run(IEnumerable<Action> threads)
    {
        foreach (var thread in threads)
            Start(thread);
        Pass(Next(-1));
        if (!_over.Task.Wait(TimeSpan.FromSeconds(30)))
            Fault ??= new TimeoutException("A thread waits for something unknown to the schedule.");
    }

    private void Start(Action action)
    {
        var id = _batons.Count;
        var baton = new SemaphoreSlim(0);
        _batons.Add(baton);
        _waits.Add(null);
        _limits.Add(false);
        _finished.Add(false);
        _tasks.Add(Task.Factory.StartNew(() => Run(id, baton, action), CancellationToken.None, TaskCreationOptions.None, Workers.Instance));
    }

    private void Run(int id, SemaphoreSlim baton, Action action)
    {
        baton.Wait();
        (_current, _id) = (this, id);
        try
        {
            if (!_isAborted)
                action();
        }
        catch (AbortedException)
        {
            // Another thread has already failed.
        }
        catch (Exception error)
        {
            Fault ??= error;
            _isAborted = true;
        }
        finally
        {
            _current = null;
            _finished[id] = true;
            Pass(Next(-1));
        }
    }

    private void Switch()
    {
        if (_isAborted)
            throw new AbortedException();
        var next = Next(_id);
        if (next != _id)
        {
            var baton = _batons[_id];
            Pass(next);
            baton.Wait();
        }

        if (_isAborted)
            throw new AbortedException();
        _waits[_id] = null;
    }

    // The thread that continues; -1 if all have finished.
    private int Next(int running)
    {
        if (++_steps > MaxSteps && !_isAborted)
            Abort(new InvalidOperationException("The run does not end."));
        var ready = new List<int>();
        for (var id = 0; id < _batons.Count; id++)
        {
            if (!_finished[id] && (_isAborted || _waits[id] is not { } condition || condition()))
                ready.Add(id);
        }

        for (var id = 0; ready.Count == 0 && id < _batons.Count; id++)
        {
            if (!_finished[id] && _waits[id] is not null && _limits[id])
                ready.Add(id);
        }

        if (ready.Count == 0)
        {
            if (_finished.TrueForAll(static finished => finished))
                return -1;
            Abort(new InvalidOperationException("Deadlock: every thread waits."));
            return Next(running);
        }

        if (_isAborted)
            return ready[0];
        var canStay = ready.Remove(running);
        if (canStay)
            ready.Insert(0, running);
        return ready.Count == 1 ? ready[0] : ready[_choose(ready, canStay)];
    }

    private void Abort(Exception fault)
    {
        Fault ??= fault;
        _isAborted = true;
    }

    private void Pass(int next)
    {
        if (next < 0)
            _over.TrySetResult();
        else
            _batons[next].Release();
    }

    private sealed class AbortedException : Exception;

    /// <summary>Threads that are reused between runs, as many as one run needs at most.</summary>
    private sealed class Workers : TaskScheduler
    {
        public static readonly Workers Instance = new();

        private readonly System.Collections.Concurrent.BlockingCollection<Task> _waiting = [];
        private int _unfinished;
        private int _threads;

        protected override void QueueTask(Task task)
        {
            if (Interlocked.Increment(ref _unfinished) > _threads)
            {
                Interlocked.Increment(ref _threads);
                new Thread(Work) { IsBackground = true }.Start();
            }

            _waiting.Add(task);
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => _waiting;

        private void Work()
        {
            foreach (var task in _waiting.GetConsumingEnumerable())
            {
                TryExecuteTask(task);
                Interlocked.Decrement(ref _unfinished);
            }
        }
    }
}
