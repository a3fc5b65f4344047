using System.Reactive;
using System.Reactive.Disposables;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Testing;

/// <summary>A source drawn as a diagram, which records its subscriptions.</summary>
/// <typeparam name="T">The source's items.</typeparam>
public abstract class MarbleSource<T> : ObservableBase<T>
{
    private readonly List<MarbleSubscription> _subscriptions = [];
    private readonly Func<long> _frame;

    private protected MarbleSource(string diagram, Func<long> frame)
    {
        Diagram = diagram;
        _frame = frame;
    }

    /// <summary>The diagram as given.</summary>
    public string Diagram { get; }

    /// <summary>Every subscription so far, in order.</summary>
    public IReadOnlyList<MarbleSubscription> Subscriptions => _subscriptions;

    /// <inheritdoc/>
    protected sealed override IDisposable SubscribeCore(IObserver<T> observer)
    {
        var index = _subscriptions.Count;
        _subscriptions.Add(new MarbleSubscription(_frame(), null));
        return StableCompositeDisposable.Create(
            Connect(observer),
            Disposable.Create(() => _subscriptions[index] = _subscriptions[index] with { Unsubscribed = _frame() }));
    }

    private protected abstract IDisposable Connect(IObserver<T> observer);
}

/// <summary>A source that runs whether or not it has subscribers. Subscribers after the end receive the terminal notification.</summary>
internal sealed class HotMarbles<T>(string diagram, Func<long> frame, ISubject<T> subject) : MarbleSource<T>(diagram, frame)
{
    private protected override IDisposable Connect(IObserver<T> observer) => subject.Subscribe(observer);
}

/// <summary>A source that starts again for each subscriber, at the time of the subscription.</summary>
internal sealed class ColdMarbles<T>(string diagram, Func<long> frame, MarbleEvent<T>[] events, MarbleScheduler scheduler)
    : MarbleSource<T>(diagram, frame)
{
    private protected override IDisposable Connect(IObserver<T> observer)
    {
        var scheduled = new CompositeDisposable();
        foreach (var item in events)
        {
            scheduled.Add(scheduler.ScheduleExactly((item.Notification, observer), scheduler.Clock + item.Time.Ticks, (_, state) =>
            {
                if (state.Notification.HasValue)
                    scheduler.SourceItems.Add(scheduler.Clock);
                state.Notification.Accept(state.observer);
                return Disposable.Empty;
            }));
        }

        return scheduled;
    }
}
