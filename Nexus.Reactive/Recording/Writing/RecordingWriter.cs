namespace Nexus.Reactive;

/// <summary>Writes a recording on its own thread. The disk never delays threads that add messages.</summary>
internal sealed class RecordingWriter
{
    private const int MaxFiles = 10;
    private static readonly TimeSpan OpenLimit = TimeSpan.FromMilliseconds(500);

    private readonly RecordingPath _path;
    private readonly RecordingOptions _options;
    private readonly IRecordingHost _host;
    private readonly RecordingQueue _queue;
    private readonly Action<Exception> _onError;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordingBlock _block = new();
    private RecordingOutput? _output;
    private ArrivalTimes _times;
    private long _day;
    private long _blockTicks;
    private long _lastTicks;
    private long _lost;
    private long _lastOfEarlierRun = long.MinValue;
    private int? _number;
    private RecordingStart _start;
    private RunPart? _nextPart;
    private bool _isFailing;
    private volatile bool _isIncomplete;

    /// <summary>Opens the recording.</summary>
    /// <param name="path">The path, or a pattern of paths.</param>
    /// <param name="options">The options of the recording.</param>
    /// <param name="now">The current time, for the name of the first file.</param>
    /// <param name="times">Corrects the order of the arrival times.</param>
    /// <param name="onError">Called with errors, on the writer's thread.</param>
    /// <param name="isPatient">Whether to wait up to half a second for the file to open.</param>
    /// <exception cref="IOException">The file cannot be opened. If the disk does not respond in time, the error is reported later instead.</exception>
    public RecordingWriter(string path, RecordingOptions options, DateTimeOffset now, ArrivalTimes times, Action<Exception> onError, bool isPatient = true)
    {
        _path = new RecordingPath(path, options);
        _options = options;
        _host = options.Host;
        var worker = _host.CreateWorker($"Recording {Path.GetFileName(path)}");
        _queue = new RecordingQueue(options.MaxQueuedBytes, () => _host.Post(ReportLoss), worker);
        _times = times;
        _onError = options.OnError ?? onError;
        _day = RecordingPath.GetDay(GetTicks(now));
        _nextPart = _path.HasDate || _path.HasNumber ? RunPart.CreateFirst(path, GetTicks(now)) : null;
        worker.Start(Run());
        if (((IAsyncResult)_opened.Task).AsyncWaitHandle.WaitOne(isPatient ? OpenLimit : TimeSpan.Zero))
            _opened.Task.GetAwaiter().GetResult();
        else
            _ = _opened.Task.ContinueWith(static (opened, writer) => ((RecordingWriter)writer!).Report(opened.Exception!.InnerException!), this, TaskContinuationOptions.OnlyOnFaulted);
    }

    /// <summary>Completes when all messages are written or dropped.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Whether all messages have been written.</summary>
    public bool IsComplete => _closed.Task.IsCompleted && !_isIncomplete;

    public void Add(DateTimeOffset arrival, ReadOnlySpan<char> text) => _queue.Add(Stamp(arrival), text);

    public void Add(DateTimeOffset arrival, in Delivery delivery)
    {
        if (delivery.HasText && !delivery.IsHidden)
            Add(arrival, delivery.Text);
        else
            _queue.Add(Stamp(arrival), delivery.Message, delivery.IsHidden);
    }

    /// <summary>Ends the recording, with the error of its source if there is one; waiting messages are still written.</summary>
    public void Complete(Exception? error = null)
    {
        // The error directly follows the last message.
        var last = _times.Last == Int128.MinValue ? 0 : (long)_times.Last;
        _queue.Complete(last, error is null ? null : ErrorText.ToLine(error));
    }

    private static long GetTicks(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;

    // What is appended later is replayed later, even if the clock was set back between two runs.
    private long Stamp(DateTimeOffset arrival)
    {
        var ticks = GetTicks(arrival);
        var earlier = Volatile.Read(ref _lastOfEarlierRun);
        if (ticks < earlier)
            _times.RaiseTo(earlier + 1);
        return (long)_times.Next(ticks);
    }

    private IEnumerable<TimeSpan> Run()
    {
        if (TryOpen())
        {
            using var writing = Write().GetEnumerator();
            while (TryMoveNext(writing))
                yield return writing.Current;
        }

        Close();
        _closed.SetResult();
    }

    private bool TryMoveNext(IEnumerator<TimeSpan> writing)
    {
        try
        {
            return writing.MoveNext();
        }
        catch (Exception e)
        {
            _isIncomplete = true;
            Report(e);
            return false;
        }
    }

    private bool TryOpen()
    {
        try
        {
            var files = _path.GetFiles(_host);
            _start = files.Count > 0 && (_path.HasDate || _path.HasNumber) ? RecordingStart.Interruption : RecordingStart.New;
            StartAfter(files);
            _output = Open();
            _opened.SetResult();
            return true;
        }
        catch (Exception e)
        {
            _isIncomplete = true;
            _opened.TrySetException(e);
            return false;
        }
    }

    private void StartAfter(IReadOnlyList<string> files)
    {
        foreach (var path in files.Take(MaxFiles))
        {
            if (FindLastTime(path) is not { } time)
                continue;
            var ticks = (long)((time + 99) / 100);
            _day = Math.Max(_day, RecordingPath.GetDay(ticks));
            Volatile.Write(ref _lastOfEarlierRun, ticks);
            return;
        }
    }

    private Int128? FindLastTime(string path)
    {
        try
        {
            using var file = _host.TryOpenRead(path);
            return file is null ? null : RecordingTail.FindLastTime(file, RecordingFile.IsGzip(path));
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            Report(e);
            return null;
        }
    }

    private IEnumerable<TimeSpan> Write()
    {
        var batches = new List<RecordingBatch>();
        while (true)
        {
            while (_queue.TryTake(batches) is { } wait)
                yield return wait;
            if (batches.Count == 0)
                break;
            foreach (var batch in batches)
            {
                var day = RecordingPath.GetDay(batch.Ticks);
                if (_block.Lines > 0 && (_block.IsFull || day != _day))
                {
                    foreach (var wait in Flush())
                        yield return wait;
                }

                if (day != _day)
                    MoveToDay(day);
                if (_block.Lines == 0)
                    _blockTicks = batch.Ticks;
                CountLost(batch.AppendTo(_block));
                _lastTicks = batch.LastTicks;
            }

            foreach (var wait in Flush())
                yield return wait;
            _queue.Release(batches);
        }

        if (_lost + _queue.TotalLost is not (> 0 and var lost))
            yield break;
        _isIncomplete = true;
        Report(new IOException(FormattableString.Invariant($"{lost} messages were not recorded to '{CurrentPath}'.")));
    }

    private void CountLost(int messages)
    {
        if (messages > 0 && _lost == 0)
            ReportLoss();
        _lost += messages;
    }

    private IEnumerable<TimeSpan> Flush()
    {
        while (_block.Lines > 0 && !TryFlush())
        {
            if (_queue.GetRetryDelay() is { } wait)
            {
                yield return wait;
                continue;
            }

            // The recording may have ended during the attempt, and the disk may have space now.
            if (TryFlush())
                break;
            _lost += _block.Lines;
            _block.Reset();
        }
    }

    private bool TryFlush()
    {
        try
        {
            _output ??= Open();
            _output.Write(_block, _blockTicks);
            _isFailing = false;
            _block.Reset();
            _start = RecordingStart.New;
            _nextPart = _output.Part?.Next(_lastTicks);
            if (_output.Size >= _options.MaxFileSize)
            {
                Close();
                _number++;
            }

            return true;
        }
        catch (Exception e)
        {
            if (!_isFailing)
                Report(e);
            _isFailing = true;
            return false;
        }
    }

    private void MoveToDay(long day)
    {
        _day = day;
        if (!_path.HasDate)
            return;
        Close();
        _number = null;
    }

    private string CurrentPath => _path.Get(_day, _number ?? 1);

    private RecordingOutput Open()
    {
        _number ??= _path.GetLastNumber(_day, _host);
        var output = new RecordingOutput(CurrentPath, _options, _start, _nextPart);
        if (!(output.Size >= _options.MaxFileSize))
            return output;
        output.Dispose();
        _number++;
        return new RecordingOutput(CurrentPath, _options, _start, _nextPart);
    }

    private void ReportLoss() => Report(new IOException($"Messages are not recorded to '{_path}' because the disk is too slow or the messages are too long."));

    private void Close()
    {
        try
        {
            _output?.Dispose();
        }
        catch (Exception e)
        {
            _isIncomplete = true;
            Report(e);
        }

        _output = null;
    }

    public void Report(Exception error)
    {
        try
        {
            _onError(error);
        }
        catch (Exception)
        {
            // A handler that throws does not end the recording.
            return;
        }
    }
}
