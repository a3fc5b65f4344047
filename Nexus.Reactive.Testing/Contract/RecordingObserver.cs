using System.Reactive;

namespace Nexus.Reactive.Testing;

/// <summary>Records the calls of an operator, even if they break the grammar, and detects overlapping calls.</summary>
internal sealed class RecordingObserver<T>(MarbleScheduler scheduler, RuleGuard guard) : IObserver<T>
{
    private const int MostEvents = 20_000;

    private readonly Lock _gate = new();
    private readonly List<MarbleEvent<T>> _events = [];
    private int _inside;

    public IReadOnlyList<MarbleEvent<T>> Events => _events;

    public bool Overlapped { get; private set; }

    /// <summary>Runs within each call, but only on threads of the rule.</summary>
    public Action<NotificationKind> Then { get; init; } = static _ => { };

    public int Items => _events.Count(static item => item.Notification.Kind == NotificationKind.OnNext);

    /// <summary>The first terminal, or null.</summary>
    public Notification<T>? End => _events.Find(static item => item.Notification is { Kind: not NotificationKind.OnNext }).Notification;

    public bool IsOver => End is not null;

    /// <summary>Whether the last call is a completion.</summary>
    public bool HasCompleted => _events is [.., { Notification.Kind: NotificationKind.OnCompleted }];

    public void OnNext(T value) => Take(Notification.CreateOnNext(value));

    public void OnError(Exception error) => Take(Notification.CreateOnError<T>(error));

    public void OnCompleted() => Take(Notification.CreateOnCompleted<T>());

    private void Take(Notification<T> notification)
    {
        var isHome = guard.IsHome("emits");
        var thread = Environment.CurrentManagedThreadId;
        var before = Interlocked.CompareExchange(ref _inside, thread, 0);
        if (before != 0 && before != thread)
            Overlapped = true;
        lock (_gate)
            _events.Add(new MarbleEvent<T>(scheduler.Clock, TimeSpan.FromTicks(scheduler.Clock), notification));
        if (_events.Count > MostEvents)
            guard.Stop($"it emits without end: {MostEvents} calls while {guard.Doing}");
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
}
