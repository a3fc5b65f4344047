using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>
/// Plays recordings at full speed. Each message is taken from the recording by the turn that delivers it, so the position advances with delivery. If
/// a connection ends, on any thread and at any time, no message is lost or repeated.
/// </summary>
internal sealed class RecordingPlayback(string[] paths) : IFeedPull
{
    private readonly Lock _gate = new();
    private readonly MessageDecoder _decoder = new();
    private MergedRecordings? _recordings;
    private Exception? _fault;
    private Exception? _error;
    private volatile bool _isOver;

    /// <summary>Whether the feed completes even if files cannot be read to their end or the recorded source ended with an error; otherwise it ends with this error.</summary>
    public bool CompletesOnFault { get; init; }

    /// <summary>Receives the path of the file of each damaged place. Called inside the turn that delivers it.</summary>
    public Action<string>? OnDamage { get; init; }

    /// <summary>The reason why files could not be read to their end; known at the end of the feed.</summary>
    public Exception? Fault => _fault;

    /// <summary>The paths of the files without any message, damage or error; known at the end of the feed.</summary>
    public IReadOnlySet<string> Empty => _recordings?.Empty ?? new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The number of bytes of the files read so far. May be read only inside a turn.</summary>
    public long Offset => _recordings?.Offset ?? 0;

    public IDisposable Start(FeedInput input) =>
        NewThreadScheduler.Default.ScheduleLongRunning((Playback: this, Input: input), static (run, stop) => run.Playback.Run(run.Input, stop));

    // Called inside a turn, so no other thread reads. Only the closing of the files waits for it.
    public bool TryTake(out Delivery delivery)
    {
        delivery = default;
        lock (_gate)
        {
            if (_isOver || !TryRead())
            {
                _isOver = true;
                return false;
            }

            var place = _recordings!.Current;
            if (place.Kind == RecordedKind.Error)
            {
                _error = ErrorText.ToError(place.Text.ToString());
                _isOver = true;
                return false;
            }

            if (OnDamage is not null && place is RecordingReader { Kind: RecordedKind.DamagedLine or RecordedKind.Gap } damaged)
                OnDamage(damaged.Path);
            delivery = place.Kind switch
            {
                RecordedKind.Message => new Delivery(_recordings.Message ?? place.Decode(_decoder), place.Details.IsNone ? place : null, place.Time),
                RecordedKind.Hidden => new Delivery(place.Decode(_decoder), default, hasText: false, place.Time, isHidden: true),
                RecordedKind.Gap => new Delivery(new FeedGap(place.Text.ToString()), default, hasText: false, place.Time),
                _ => new Delivery(new MalformedMessage(place.Text.ToString(), place.Fault), default, hasText: false, place.Time),
            };
            return true;
        }
    }

    // If the connection ends while one of its turns is still in the queue, the turn does not take a message.
    private void Run(FeedInput input, ICancelable stop)
    {
        while (!stop.IsDisposed && !_isOver)
            input.Push(this);

        lock (_gate)
            _recordings?.Suspend();
        if (stop.IsDisposed)
            return;
        if ((_fault ?? _error) is { } error && !CompletesOnFault)
            input.OnError(error);
        else
            input.OnCompleted();
    }

    private bool TryRead()
    {
        try
        {
            _recordings ??= new MergedRecordings(paths);
            return _recordings.TryRead();
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            _fault = e;
            return false;
        }
    }
}
