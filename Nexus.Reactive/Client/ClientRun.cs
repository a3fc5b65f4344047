using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>The time from a start of the client to its stop. The client's lock guards its properties.</summary>
internal sealed class ClientRun
{
    private volatile string? _lastReason;

    public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationTokenRegistration Cancellation { get; set; }

    /// <summary>The timer of the next connection attempt.</summary>
    public SerialDisposable Retry { get; } = new();

    /// <summary>The number of attempts since the last stable connection.</summary>
    public int Attempts { get; set; }

    /// <summary>The reason why the last attempt or connection ended.</summary>
    public string? LastReason { get => _lastReason; set => _lastReason = value; }

    /// <summary>Waits for the first open connection. The exception of a cancellation contains the last failure.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        try
        {
            await Opened.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled)
        {
            var what = cancellation.IsCancellationRequested ? "The start was cancelled" : "The client was stopped during its start";
            throw new OperationCanceledException($"{what}. {(LastReason is { } reason ? $"Last failure: {reason}" : "No attempt had failed.")}", cancelled, cancelled.CancellationToken);
        }
    }

    /// <summary>Faults the start if the refusal is final according to the options. Only a run that was never open can fail.</summary>
    public bool TryFail(DisconnectReason end, NexusClientOptions options)
    {
        if (end.ConfigurationError is { } error)
            return options.FailOnConfigureSocketError && Opened.TrySetException(error);
        return end.Refusal is { } refusal && options.FinalRefusals.Contains(refusal) && Opened.TrySetException(new HttpRequestException(end.Reason, null, refusal));
    }
}
