using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>From a start of the client to its stop. Its fields belong to the client's lock.</summary>
internal sealed class ClientRun
{
    public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationTokenRegistration Cancellation { get; set; }

    /// <summary>The wait before the next attempt.</summary>
    public SerialDisposable Retry { get; } = new();

    /// <summary>How many since the last stable connection.</summary>
    public int Attempts { get; set; }
}
