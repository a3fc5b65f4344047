using System.Reactive;

namespace Nexus.Reactive.Testing;

/// <summary>Writes down what an operator sends, whatever the grammar, and keeps an eye on overlapping calls.</summary>
internal sealed class RecordingObserver<T>(MarbleScheduler scheduler) : IObserver<T>
{
    private readonly Lock _gate = new();
    private readonly List<MarbleEvent<T>> _events = [];
    private int _inside;

    public IReadOnlyList<MarbleEvent<T>> Events => _events;

    public bool Overlapped { get; private set; }

    /// <summary>Runs within each OnNext.</summary>
    public Action<T> Then { get; init; } = static _ => { };

    public bool IsOver => _events.Exists(static item => item.Notification.Kind != NotificationKind.OnNext);

    public bool HasCompleted => _events is [.., { Notification.Kind: NotificationKind.OnCompleted }];

    public void OnNext(T value) => Take(Notification.CreateOnNext(value), () => Then(value));

    public void OnError(Exception error) => Take(Notification.CreateOnError<T>(error), static () => { });

    public void OnCompleted() => Take(Notification.CreateOnCompleted<T>(), static () => { });

    private void Take(Notification<T> notification, Action then)
    {
        var thread = Environment.CurrentManagedThreadId;
        var before = Interlocked.CompareExchange(ref _inside, thread, 0);
        if (before != 0 && before != thread)
            Overlapped = true;
        lock (_gate)
            _events.Add(new MarbleEvent<T>(scheduler.Clock, TimeSpan.FromTicks(scheduler.Clock), notification));
        try
        {
            then();
        }
        finally
        {
            if (before == 0)
                Volatile.Write(ref _inside, 0);
        }
    }
}
