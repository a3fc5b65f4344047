using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// One subscriber of a ledger's changes, with its own queue. The queue is filled under the ledger's lock and emptied outside it by one thread at a time,
/// so that the state and the later events arrive in order and no subscriber code runs under a lock.
/// </summary>
internal sealed class LedgerSubscription(IObserver<OrderEvent> observer, Action<LedgerSubscription> detach) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<OrderEvent> _waiting = new();
    private bool _isDraining = true;
    private bool _isEnding;
    private Exception? _error;

    /// <summary>Empties all queues. A subscriber that throws does not affect the other queues.</summary>
    public static void DrainAll(LedgerSubscription[] readers)
    {
        List<Exception>? errors = null;
        foreach (var reader in readers)
        {
            try
            {
                reader.Drain();
            }
            catch (Exception error)
            {
                (errors ??= []).Add(error);
            }
        }

        if (errors is [var only])
            ExceptionDispatchInfo.Throw(only);
        if (errors is not null)
            throw new AggregateException(errors);
    }

    /// <summary>Delivers the state, then the events that arrived in the meantime.</summary>
    public void Start(IEnumerable<Order> state)
    {
        try
        {
            foreach (var order in state)
                observer.OnNext(new OrderEvent(null, order, OrderEvent.GetKind(order.Status), null));
        }
        catch
        {
            Dispose();
            throw;
        }

        DrainAll();
    }

    public void Add(OrderEvent change)
    {
        lock (_gate)
            _waiting.Enqueue(change);
    }

    public void End(Exception? error)
    {
        lock (_gate)
            (_isEnding, _error) = (true, error);
    }

    public void Drain()
    {
        lock (_gate)
        {
            if (_isDraining)
                return;
            _isDraining = true;
        }

        DrainAll();
    }

    private void DrainAll()
    {
        try
        {
            while (TryTake(out var change))
                observer.OnNext(change);
        }
        catch
        {
            Dispose();
            throw;
        }

        Finish();
    }

    // Wrapped in the base class of operators, which emits nothing after a disposal and one terminal otherwise.
    public void Dispose() => detach(this);

    private bool TryTake([NotNullWhen(true)] out OrderEvent? change)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out change))
                return true;

            // Released under the same lock; otherwise, no thread would deliver an event that is added at this moment.
            _isDraining = false;
            return false;
        }
    }

    private void Finish()
    {
        lock (_gate)
        {
            if (!_isEnding || _isDraining)
                return;
        }

        if (_error is null)
            observer.OnCompleted();
        else
            observer.OnError(_error);
    }
}
