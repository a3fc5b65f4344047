using System.Reactive;
using System.Reactive.Disposables;

namespace Nexus.Reactive.Testing;

/// <summary>The notifications of an observable and their times.</summary>
/// <typeparam name="T">The observable's items.</typeparam>
public sealed class MarbleRecording<T>
{
    private readonly Lock _gate = new();
    private readonly List<MarbleEvent<T>> _events = [];
    private readonly MarbleScheduler _scheduler;
    private IDisposable _subscription = Disposable.Empty;
    private int _thread;
    private bool _isOver;

    internal MarbleRecording(MarbleScheduler scheduler, TimeSpan frame)
    {
        _scheduler = scheduler;
        Frame = frame;
    }

    /// <summary>All notifications so far, in order.</summary>
    public IReadOnlyList<MarbleEvent<T>> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>Whether a notification came on another thread than the test's, and therefore at a time that depends on the machine.</summary>
    internal bool HasForeignEvents { get; private set; }

    /// <summary>The length of one frame.</summary>
    public TimeSpan Frame { get; }

    /// <summary>Returns the recording as a diagram. The given letters represent their values; others are chosen for the rest.</summary>
    /// <param name="values">The letters to use.</param>
    public MarbleDiagram ToDiagram(params (char Marble, T Value)[] values) =>
        MarbleDiagram.Of(new MarbleLegend<T>(new MarbleValues<T>(values, new MarbleException("The error of a diagram.")).Known, MarbleEquality<T>.Default).Name(Events), Frame);

    /// <summary>Returns the recording as a diagram and, on the lines below, the values of its letters.</summary>
    public override string ToString()
    {
        var legend = new MarbleLegend<T>([], MarbleEquality<T>.Default);
        var diagram = MarbleDiagram.Of(legend.Name(Events), Frame).ToString();
        return string.Join('\n', legend.Describe().Prepend(diagram));
    }

    internal void Subscribe(IObservable<T> observable)
    {
        _thread = Environment.CurrentManagedThreadId;
        _subscription = observable.Subscribe(new Recorder(this));
        // The source ended within Subscribe, or the subscription has no length, because unsubscriptions come first in a frame.
        if (_isOver)
            _subscription.Dispose();
    }

    internal void Unsubscribe()
    {
        _isOver = true;
        _subscription.Dispose();
    }

    private void Add(Notification<T> notification)
    {
        var time = TimeSpan.FromTicks(_scheduler.Clock);
        lock (_gate)
        {
            _events.Add(new MarbleEvent<T>(time.Ticks / Frame.Ticks, time, notification));
            HasForeignEvents |= Environment.CurrentManagedThreadId != _thread;
        }

        // Rx subscribers release their source at the end, even if the source is not an Rx observable.
        if (notification.Kind != NotificationKind.OnNext)
            Unsubscribe();
    }

    private sealed class Recorder(MarbleRecording<T> recording) : IObserver<T>
    {
        public void OnNext(T value) => recording.Add(Notification.CreateOnNext(value));

        public void OnError(Exception error) => recording.Add(Notification.CreateOnError<T>(error));

        public void OnCompleted() => recording.Add(Notification.CreateOnCompleted<T>());
    }
}
