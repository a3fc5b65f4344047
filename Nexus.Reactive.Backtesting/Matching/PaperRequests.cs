namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>Requests on their way to the exchange and back. Each is answered, or fails when the exchange ends.</summary>
internal sealed class PaperRequests(DelayLine requests, DelayLine responses) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, IPaperRequest> _waiting = [];
    private Func<bool, OrderGatewayException>? _end;
    private long _sent;

    /// <summary>The number of requests that have not been answered.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Executes a request when it arrives, and returns its result when the response arrives.</summary>
    public Task<T> SendAsync<T>(Func<T> execute, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        // The continuation runs in the market's turn: on the thread pool, its place between the messages would be arbitrary.
        var request = new PaperRequest<T>(execute);
        lock (_gate)
        {
            if (_end is not null)
                return Task.FromException<T>(_end(false));
            _waiting.Add(request.Number = ++_sent, request);
        }

        Register(request, cancellationToken);
        try
        {
            requests.Send(() => Execute(request));
        }
        catch (Exception error)
        {
            Finish(request, failed => failed.Fail(CreateFault(error, mayBeExecuted: false)));
        }

        return request.Task;
    }

    /// <summary>Sends a message from the exchange. It must be called in the market's turn.</summary>
    public void Respond(Action response) => responses.Send(response, isImmediate: true);

    /// <summary>Fails the requests that wait, in their order, and all later ones. None is executed afterwards.</summary>
    public void End(string reason, Exception? cause = null)
    {
        (IPaperRequest Request, OrderGatewayException Error)[] waiting;
        lock (_gate)
        {
            if (_end is not null)
                return;
            _end = mayBeExecuted => new OrderGatewayException(reason, mayBeExecuted, cause);
            waiting = [.. _waiting.Values.Select(request => (request, _end(request.HasArrived)))];
            _waiting.Clear();
        }

        foreach (var (request, error) in waiting)
        {
            request.Registration.Unregister();
            request.Fail(error);
        }
    }

    public void Dispose()
    {
        End("The paper exchange was disposed.");
        requests.Dispose();
        responses.Dispose();
    }

    private static OrderGatewayException CreateFault(Exception error, bool mayBeExecuted) => new("The paper exchange failed.", mayBeExecuted, error);

    // The exchange may end on another thread at any time, and a request that it has failed must not be executed.
    private void Execute<T>(PaperRequest<T> request)
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            request.HasArrived = true;
        }

        try
        {
            var result = request.Execute();
            Respond(() => Finish(request, answered => answered.TrySetResult(result)));
        }
        catch (Exception error)
        {
            // A function of the options has thrown.
            Finish(request, failed => failed.Fail(CreateFault(error, mayBeExecuted: true)));
            throw;
        }
    }

    // Outside of the lock, because a token that is canceled already runs its function at once.
    private void Register<T>(PaperRequest<T> request, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(_ => Finish(request, answered => answered.TrySetCanceled(cancellationToken)), null);
        lock (_gate)
        {
            request.Registration = registration;
            if (_waiting.ContainsKey(request.Number))
                return;
        }

        registration.Unregister();
    }

    private void Finish<T>(PaperRequest<T> request, Action<PaperRequest<T>> complete)
    {
        CancellationTokenRegistration registration;
        lock (_gate)
        {
            _waiting.Remove(request.Number);
            registration = request.Registration;
        }

        registration.Unregister();
        complete(request);
    }

    private interface IPaperRequest
    {
        bool HasArrived { get; }

        CancellationTokenRegistration Registration { get; }

        void Fail(OrderGatewayException error);
    }

    private sealed class PaperRequest<T>(Func<T> execute) : TaskCompletionSource<T>, IPaperRequest
    {
        public Func<T> Execute => execute;

        public long Number { get; set; }

        public CancellationTokenRegistration Registration { get; set; }

        public bool HasArrived { get; set; }

        public void Fail(OrderGatewayException error)
        {
            // Reading the exception marks it as observed: a caller need not wait for an answer.
            if (TrySetException(error))
                _ = Task.Exception;
        }
    }
}
