using System.Reactive;

namespace Nexus.Reactive.Testing;

/// <summary>Records the calls of an operator, even if they break the grammar, and detects overlapping calls.</summary>
internal sealed class RecordingObserver<T>(MarbleScheduler scheduler, RuleGuard guard) : IObserver<T>
{
    private const int MostAtOnce = 20_000;

    private readonly Lock _gate = new();
    private readonly List<MarbleEvent<T>> _events = [];
    private int _inside;
    private long _instant = -1;
    private int _atInstant;

    public IReadOnlyList<MarbleEvent<T>> Events => _events;

    public bool Overlapped { get; private set; }

    /// <summary>Runs within each call, but only on threads of the rule.</summary>
    public Action<NotificationKind> Then { get; init; } = static _ => { };

    public int Items { get; private set; }

    /// <summary>The first terminal, or null.</summary>
    public Notification<T>? End { get; private set; }

    public bool IsOver => End is not null;

    /// <summary>Whether the last call is a completion.</summary>
    public bool HasCompleted => _events is [.., { Notification.Kind: NotificationKind.OnCompleted }];

    public void OnNext(T value) => Take(Notification.CreateOnNext(value));

    public void OnError(Exception error)
    {
        if (error is null)
            guard.Stop($"it emits a null error while {guard.Doing}");
        Take(Notification.CreateOnError<T>(error!));
    }

    public void OnCompleted() => Take(Notification.CreateOnCompleted<T>());

    private void Take(Notification<T> notification)
    {
        var isHome = guard.IsHome("emits");
        var thread = Environment.CurrentManagedThreadId;
        var before = Interlocked.CompareExchange(ref _inside, thread, 0);
        if (before != 0 && before != thread)
            Overlapped = true;
        if (Add(notification) > MostAtOnce)
            guard.Stop($"it emits without end: {MostAtOnce} calls at one time while {guard.Doing}");
        try
        {
            if (isHome)
                Then(notification.Kind);
        }
        finally
        {
            if (before == 0)
                Volatile.Write(ref _inside, 0);
        }
    }

    // Returns the number of calls at the current time: an operator with a fast timer may emit many items over a long time.
    private int Add(Notification<T> notification)
    {
        lock (_gate)
        {
            _events.Add(new MarbleEvent<T>(scheduler.Clock, TimeSpan.FromTicks(scheduler.Clock), notification));
            if (notification.Kind == NotificationKind.OnNext)
                Items++;
            else
                End ??= notification;
            _atInstant = _instant == scheduler.Clock ? _atInstant + 1 : 1;
            _instant = scheduler.Clock;
            return _atInstant;
        }
    }
}
