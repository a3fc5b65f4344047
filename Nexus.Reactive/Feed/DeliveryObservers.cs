namespace Nexus.Reactive;

/// <summary>The observers of a feed's deliveries. An observer that throws is removed and reported.</summary>
internal sealed class DeliveryObservers(SubscriberFaultReporter faults)
{
    private readonly Lock _gate = new();
    private volatile IDeliveryObserver[] _observers = [];
    private bool _isOver;
    private Exception? _error;

    public bool Any => _observers.Length > 0;

    /// <summary>Adds an observer. If the feed has ended, the observer is notified immediately.</summary>
    public void Add(IDeliveryObserver observer)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _observers = [.. _observers, observer];
                return;
            }
        }

        End(observer, _error);
    }

    public void Remove(IDeliveryObserver observer)
    {
        lock (_gate)
            _observers = Array.FindAll(_observers, other => other != observer);
    }

    public void OnDelivery(in Delivery delivery)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer.OnDelivery(delivery);
            }
            catch (Exception error)
            {
                Remove(observer);
                Report(delivery.Message, error);
            }
        }
    }

    public void End(Exception? error)
    {
        IDeliveryObserver[] observers;
        lock (_gate)
        {
            (_isOver, _error) = (true, error);
            observers = _observers;
            _observers = [];
        }

        foreach (var observer in observers)
            End(observer, error);
    }

    private void End(IDeliveryObserver observer, Exception? error)
    {
        try
        {
            observer.OnEnd(error);
        }
        catch (Exception thrown)
        {
            Report(null, thrown);
        }
    }

    private void Report(NexusMessage? message, Exception error) => faults.Publish(new SubscriberFault("Deliveries", message, error));
}
