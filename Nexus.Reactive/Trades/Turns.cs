namespace Nexus.Reactive;

/// <summary>Takes inputs one at a time, in order. What comes meanwhile, from another thread or from inside, waits for the thread that is at it.</summary>
/// <remarks>No lock is held while an input is taken, so a slow or waiting observer can't deadlock with a timer.</remarks>
internal sealed class Turns<TInput>(Action<TInput> take)
{
    private readonly Lock _gate = new();
    private readonly Queue<TInput> _waiting = [];
    private bool _isBusy;
    private bool _isFaulted;

    public void Enter(TInput input)
    {
        lock (_gate)
        {
            if (_isBusy)
            {
                if (!_isFaulted)
                    _waiting.Enqueue(input);
                return;
            }

            _isBusy = true;
        }

        try
        {
            do
                take(input);
            while (TryNext(out input));
        }
        catch
        {
            // An observer threw: the exception is its caller's, and nothing more is taken.
            lock (_gate)
            {
                _isFaulted = true;
                _waiting.Clear();
            }

            throw;
        }
    }

    private bool TryNext(out TInput input)
    {
        lock (_gate)
            return _isBusy = _waiting.TryDequeue(out input!);
    }
}
