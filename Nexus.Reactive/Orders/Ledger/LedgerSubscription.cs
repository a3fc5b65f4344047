using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// One subscriber of a ledger's changes, with a queue of its own: filled under the ledger's lock, emptied outside of it by one thread at a time,
/// so that the state and what follows it come in order and no subscriber's code runs under a lock.
/// </summary>
internal sealed class LedgerSubscription(IObserver<OrderEvent> observer, Action<LedgerSubscription> detach) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<OrderEvent> _waiting = new();
    private bool _isDraining = true;
    private bool _isEnding;
    private Exception? _error;

    /// <summary>Empties all queues; a subscriber that throws does not keep the others from theirs.</summary>
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

    /// <summary>Delivers the state, and then what came meanwhile.</summary>
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

    // Behind an operator's link, which sends nothing to those who left and one end to those who stay.
    public void Dispose() => detach(this);

    private bool TryTake([NotNullWhen(true)] out OrderEvent? change)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out change))
                return true;

            // Given up under the same lock, or an event added right now would have nobody to deliver it.
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
