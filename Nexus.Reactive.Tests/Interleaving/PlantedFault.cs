namespace Nexus.Reactive.Tests.Interleaving;

/// <summary>A fault put into the library's source that an exploration must find. It acts only in runs that ask for it by its name.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Scenario">The scenario that must find it.</param>
/// <param name="File">The file of the library.</param>
/// <param name="Original">A part of the file that occurs once.</param>
/// <param name="Broken">Its replacement. FAULT is true in the runs with the fault, and POINT lets another thread continue.</param>
internal sealed record PlantedFault(string Name, string Scenario, string File, string Original, string Broken)
{
    public static readonly PlantedFault[] All =
    [
        new("a push overtakes waiting items", "DrainQueuePush", "Core/DrainQueue.cs",
            "TryEnter() => Volatile.Read(ref _count) == 0 && TryClaim();",
            "TryEnter() => (FAULT || Volatile.Read(ref _count) == 0) && TryClaim();"),
        new("the delivering thread leaves without checking again", "DrainQueuePushTwice", "Core/DrainQueue.cs",
            "if (_entries.IsEmpty && !target.HasIdleWork)",
            "if (FAULT || _entries.IsEmpty && !target.HasIdleWork)"),
        new("an exception leaves the queue claimed", "DrainQueueUnderLock", "Core/DrainQueue.cs",
            "fault ??= ExceptionDispatchInfo.Capture(error);",
            "if (FAULT) throw; fault ??= ExceptionDispatchInfo.Capture(error);"),
        new("no producer is woken when its quota has room", "QuotaOfTwo", "Core/ProducerQuota.cs",
            "if (Interlocked.Decrement(ref _used) != _capacity / 2)",
            "if (Interlocked.Decrement(ref _used) != (FAULT ? -1 : _capacity / 2))"),
        new("a waiting producer does not deliver", "QuotaWithoutPool", "Core/DrainQueue.cs",
            "Run(isHelping ? int.MaxValue : 0, quota);",
            "if (!FAULT) Run(isHelping ? int.MaxValue : 0, quota);"),
        new("a producer waits for a turn that waits for it", "QuotaUnderTheSubscribersLock", "Core/DrainQueue.cs",
            "return Monitor.Wait(_room, Stall.Time)",
            "return (FAULT ? Monitor.Wait(_room) : Monitor.Wait(_room, Stall.Time))"),
        new("a turn ignores work from other threads", "ScheduleWhileTheClockMoves", "Feed/FeedEngine.cs",
            "HasIdleWork => engine.Clock.HasPendingDue;",
            "HasIdleWork => !FAULT && engine.Clock.HasPendingDue;"),
        new("a thread that schedules work delivers messages", "ScheduleWhileAnotherPushes", "Core/DrainQueue.cs",
            "if (foreignItems <= 0 || waiting",
            "if ((foreignItems <= 0 && !FAULT) || waiting"),
        new("immediate work waits for the next message", "ScheduleWhileTheFeedEnds", "Feed/ClockTurns.cs",
            "FeedTurnKind.Work, work, null, null), quota);\n        engine.Turns.DrainOwn();",
            "FeedTurnKind.Work, work, null, null), quota);\n        if (!FAULT) engine.Turns.DrainOwn();"),
        new("the stopwatch time is not read atomically", "ReadTimeWhileTheClockRestarts", "Clock/ClockTime.cs",
            "if (version % 2 == 0 && Volatile.Read(ref _discontinuityVersion) == version)",
            "if (FAULT || version % 2 == 0 && Volatile.Read(ref _discontinuityVersion) == version)"),
        new("a restart is published in two parts", "WindowWhileTheClockRestarts", "Clock/ClockTime.cs",
            "Volatile.Write(ref _moves, _moves.Restart(from, time));",
            "if (FAULT) Volatile.Write(ref _moves, _moves.Jump(from, time)); Volatile.Write(ref _moves, FAULT ? _moves with { Restarts = _moves.Restarts + 1, LastRestart = time } : _moves.Restart(from, time));"),
        new("a restart is published before its time", "WindowWhileTheClockRestarts", "Clock/ClockTime.cs",
            "Start(time);\n\n",
            "if (FAULT) Volatile.Write(ref _moves, _moves.Restart(from, time)); Start(time); if (FAULT) return;\n\n"),
        new("the time is read without the moves that led to it", "WindowWhileTheClockRestarts", "Bars/Windows/WindowTime.cs",
            "while (!ReferenceEquals(_clock.Moves, _moves));",
            "while (!FAULT && !ReferenceEquals(_clock.Moves, _moves));"),
        new("the clock moves to the time for which another thread has set a timer again", "WindowWhileTheClockRestarts", "Clock/EventTimeScheduler.Turns.cs",
            "if (due > NowTicks)",
            "if (FAULT) due = work.Due; if (due > NowTicks)"),
        new("a reconnection opens before its gap", "PushWhileReconnecting", "Feed/FeedConnector.cs",
            "connection.Input.PostReconnect(connection);",
            "{ if (FAULT) connection.Input.IsOpen = true; connection.Input.PostReconnect(connection); }"),
        new("a disposed subscriber is still called", "SubscribeWhileDelivering", "Feed/FeedStream.cs",
            "var observer = Volatile.Read(ref _observer);",
            "if (FAULT) POINT; var observer = FAULT ? target : Volatile.Read(ref _observer);"),
        new("two threads create the streams of one symbol", "SubscribeToASymbolWhileDelivering", "Feed/SymbolStreams.cs",
            "lock (_gate)\n        {\n            if (_streams.TryGetValue(symbol, out var streams))\n                return streams;",
            "lock (FAULT ? new object() : _gate)\n        { if (_streams.TryGetValue(symbol, out var streams)) return streams; if (FAULT) POINT;"),
        new("the subscribing thread wakes no waiting thread", "SubscribeToALedgerWhileItChanges", "Orders/Ledger/LedgerSubscription.cs",
            "Monitor.PulseAll(_gate);",
            "if (!FAULT) Monitor.PulseAll(_gate);"),
        new("a new subscriber does not wait for its turn", "JoinWhileStatusChanges", "Client/BehaviorStream.cs",
            "Add(() => Join(observer, place));",
            "if (FAULT) Join(observer, place); else Add(() => Join(observer, place));"),
        new("a fault does not wait for another fault's handler", "ReportFaultsFromTwoThreads", "Feed/SubscriberFaultReporter.cs",
            "=> _reports.Push(new Report(fault, EndsProcess: true), _quota);",
            "{ if (FAULT) Deliver(fault, new Report(fault, EndsProcess: true)); else _reports.Push(new Report(fault, EndsProcess: true), _quota); }"),
        new("the end does not wake the writer", "RecordWhileWriting", "Recording/Writing/RecordingQueue.cs",
            "_isComplete = true;\n            worker.Wake();",
            "_isComplete = true;\n if (!FAULT) worker.Wake();"),
        new("lines join a batch that was already taken", "RecordBeyondTheLimit", "Recording/Writing/RecordingQueue.cs",
            "CloseLast();\n            batches.AddRange(_waiting);",
            "if (!FAULT)\n                CloseLast();\n            batches.AddRange(_waiting);"),
        new("a timer delivers outside the lock", "ConflateWhileTimersRun", "Flow/Conflate.cs",
            "lock (_gate)\n            {\n                if (_isOver)\n                    return Disposable.Empty;",
            "lock (FAULT ? new object() : _gate)\n            {\n                if (_isOver)\n                    return Disposable.Empty;"),
        new("the delivering thread misses an item that arrived as it left", "BufferWhileTheSchedulerDelivers", "Flow/ObserveOnBounded.cs",
            "lock (_gate)\n                return _isWorking = _isOver || _waiting.Count > 0;",
            "if (FAULT) { var more = _isOver || _waiting.Count > 0; POINT; return _isWorking = more; }\n lock (_gate) return _isWorking = _isOver || _waiting.Count > 0;"),
        new("an item is removed after the lock was left", "LatestWhileTheSchedulerDelivers", "Flow/ObserveOnBounded.cs",
            "if (isItem)\n                    _waiting.RemoveFirst();\n            }",
            "if (isItem && !FAULT) _waiting.RemoveFirst(); }\n if (isItem && FAULT) { POINT; _waiting.RemoveFirst(); }"),
        new("a disposal waits for the subscriber", "DisposeWhileTimersRun", "Flow/Conflate.cs",
            "if (!_gate.TryEnter())\n                return;",
            "if (FAULT) _gate.Enter(); else if (!_gate.TryEnter()) return;"),
        new("an answer does not wait for its turn", "AnswerWhileRequestsArrive", "Orders/Snapshots/SnapshotLoader.cs",
            "_turns.Push(() => End(attempt, error is null ? task.Result : null, error));",
            "if (FAULT) End(attempt, error is null ? task.Result : null, error); else _turns.Push(() => End(attempt, error is null ? task.Result : null, error));"),
        new("the answer of an abandoned request is used", "AnswerWhileTimingOut", "Orders/Snapshots/SnapshotLoader.cs",
            "if (_isOver || line.Running != attempt)",
            "if (_isOver || (!FAULT && line.Running != attempt))"),
        new("running requests are canceled after the current turn", "EndWhileAnswering", "Orders/Snapshots/SnapshotLoader.cs",
            "Quietly.Run(static end => end.Cancel(), _end);",
            "if (FAULT) _turns.Push(() => Quietly.Run(static end => end.Cancel(), _end)); else Quietly.Run(static end => end.Cancel(), _end);"),
        new("an action is queued outside the lock", "PlaceFromTwoThreads", "Backtesting/Matching/DelayLine.cs",
            "            if (!isImmediate)\n                _waiting.Enqueue(action);\n        }",
            "            if (!isImmediate && !FAULT) _waiting.Enqueue(action);\n        }\n        if (!isImmediate && FAULT) { var last = _waiting.ToArray(); POINT; _waiting.Clear(); foreach (var one in last) _waiting.Enqueue(one); _waiting.Enqueue(action); }"),
        new("a request is executed after the end", "DisposeWhileARequestArrives", "Backtesting/Matching/PaperRequests.cs",
            "            if (_end is not null)\n                return;\n            request.HasArrived = true;",
            "            if (!FAULT && _end is not null)\n                return;\n            request.HasArrived = true;"),
        new("a canceled request waits for ever", "CancelWhileARequestIsAnswered", "Backtesting/Matching/PaperRequests.cs",
            "            _waiting.Remove(request.Number);\n            registration",
            "            if (!FAULT || request.HasArrived) _waiting.Remove(request.Number);\n            registration"),
        new("a line receives outside the lock", "LinesOfOneSymbol", "Client/Combining/RedundantLines.cs",
            "lock (_gate)\n            return Receive(",
            "lock (FAULT ? new object() : _gate)\n            return Receive("),
        new("the owner's state is read before the lock", "OwnerIsCut", "Feed/MessageCopies.cs",
            "lock (_gate)\n        {\n            // Read under the lock: the owner may take the missed events between an earlier read and this event.\n            var isDown = ",
            "var early = Volatile.Read(in isOwnerDown);\n        lock (_gate)\n        {\n            var isDown = FAULT ? early : "),
    ];

    /// <summary>Adds to a file of the library the faults that belong there.</summary>
    public static (string Path, string Text) Plant((string Path, string Text) file) =>
        (file.Path, All.Where(fault => fault.File == file.Path).Aggregate(file.Text.ReplaceLineEndings("\n"), static (text, fault) => fault.PlantIn(text)));

    public override string ToString() => $"{Scenario}: {Name}";

    private string PlantIn(string text)
    {
        if (text.Split(Original).Length != 2)
            throw new InvalidOperationException($"The place of the planted fault \"{Name}\" does not occur once in {File}.");
        return text.Replace(Original, Broken.Replace("FAULT", $"global::{typeof(Schedule)}.Has(\"{Name}\")").Replace("POINT", $"global::{typeof(Schedule)}.Point()"), StringComparison.Ordinal);
    }
}
