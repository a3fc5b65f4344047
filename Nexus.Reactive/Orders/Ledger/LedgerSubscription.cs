using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// One subscriber of a ledger's changes, with its own queue. The queue is filled under the ledger's lock and emptied outside it by one thread at a time,
/// so that the state and the later events arrive in order and no subscriber code runs under a lock.
/// </summary>
/// <remarks>
/// The thread that subscribes delivers the state and what waits then. From then on, or if <paramref name="capacity"/> events wait, the ledger's thread takes over
/// after the current event, so Subscribe returns. After a second in which no event was delivered, it adds its event instead.
/// </remarks>
internal sealed class LedgerSubscription(IObserver<OrderEvent> observer, Action<LedgerSubscription> detach, int capacity = LedgerSubscription.Capacity) : IDisposable
{
    /// <summary>The maximum number of waiting events.</summary>
    public const int Capacity = 4096;

    private const int NoThread = 0;

    private readonly object _gate = new();
    private readonly Queue<OrderEvent> _waiting = new();
    private int _owner = Environment.CurrentManagedThreadId;
    private int _delivered;
    private bool _isStarting = true;
    private bool _isTakenOver;
    private int _waitingAtStart = int.MaxValue;
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
            {
                _delivered++;
                observer.OnNext(new OrderEvent(null, order, OrderEvent.GetKind(order.Status), null));
            }
        }
        catch
        {
            Abandon();
            throw;
        }

        lock (_gate)
            _waitingAtStart = _waiting.Count;
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
            if (_isStarting && (_waitingAtStart <= 0 || _waiting.Count >= capacity) && !TryTakeOver())
                return;
            if (_owner != NoThread)
                return;
            _owner = Environment.CurrentManagedThreadId;
        }

        DrainAll();
    }

    private bool TryTakeOver()
    {
        _isTakenOver = true;
        while (_owner != NoThread && _owner != Environment.CurrentManagedThreadId)
        {
            var delivered = _delivered;
            if (!Monitor.Wait(_gate, Stall.Time) && _delivered == delivered)
                return false;
        }

        return true;
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
            Abandon();
            throw;
        }

        Finish();
    }

    private void Abandon()
    {
        Dispose();
        lock (_gate)
        {
            _waiting.Clear();
            Release();
        }
    }

    private void Release()
    {
        _owner = NoThread;
        _isStarting = false;
        Monitor.PulseAll(_gate);
    }

    // Wrapped in the base class of operators, which emits nothing after a disposal and one terminal otherwise.
    public void Dispose() => detach(this);

    private bool TryTake([NotNullWhen(true)] out OrderEvent? change)
    {
        lock (_gate)
        {
            var isTaken = _isStarting && _isTakenOver && _waitingAtStart <= 0;
            if (!isTaken && _waiting.TryDequeue(out change))
            {
                _delivered++;
                _waitingAtStart--;
                return true;
            }

            change = null;

            // Released under the same lock; otherwise, no thread would deliver an event that is added at this moment.
            Release();
            return false;
        }
    }

    private void Finish()
    {
        lock (_gate)
        {
            if (!_isEnding || _owner != NoThread || _waiting.Count > 0)
                return;
        }

        if (_error is null)
            observer.OnCompleted();
        else
            observer.OnError(_error);
    }
}
