using System.Reactive.Disposables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Nexus.Reactive.Hosting;

/// <summary>
/// Subscribes while the host's services start, connects after all of them have started, and closes the connections before any of them stops, so that none
/// of them misses a message or receives one after it has stopped.
/// </summary>
internal sealed partial class NexusHostedService(
    NexusConnection connection,
    NexusRegistration registration,
    NexusReload reload,
    IServiceProvider services,
    IOptions<NexusHostingOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<NexusHostedService> log) : IHostedLifecycleService, IDisposable
{
    private const int Failed = 1;

    private readonly CompositeDisposable _subscriptions = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task[] _ends = [];
    private Task _ended = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = reload.Health;
        _ends = [.. connection.Clients.All.Select(static client => client.Feed).Append(connection.Feed).Distinct().Select(ObserveFaults)];
        foreach (var subscribe in registration.Subscriptions)
            _subscriptions.Add(subscribe(services, connection.Feed));
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _ended = Task.WhenAll(_ends);
        connection.Feed.Connect();
        foreach (var client in connection.Clients.All)
            _ = RunAsync(client);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await connection.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        await _ended.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Dispose();
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A host that fails to start is disposed without being stopped.
    public void Dispose()
    {
        _stopping.Cancel();
        _subscriptions.Dispose();
        _stopping.Dispose();
    }

    // A feed whose messages another thread still delivers completes after its client was disposed of. The stream of faults is the last to complete.
    private Task ObserveFaults(NexusFeed feed)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _subscriptions.Add(feed.SubscriberFaults.Subscribe(OnFault, _ => ended.TrySetResult(), () => ended.TrySetResult()));
        return ended.Task;
    }

    private async Task RunAsync(NexusClient client)
    {
        try
        {
            await client.StartAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException && _stopping.IsCancellationRequested)
        {
            // The host is stopping.
        }
#pragma warning disable CA1031 // An exception in the only attempt to connect must stop the host; it must not be lost with the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            SafeLog.Write(() => LogGaveUp(exception, client.Endpoint.Symbol, exception.Message));
            StopHost();
        }
    }

    private void OnFault(SubscriberFault fault)
    {
        SafeLog.Write(() => LogFault(fault.Exception, fault.Stream));
        if (options.Value.SubscriberFaults == SubscriberFaultBehavior.StopHost)
            StopHost();
    }

    // A supervisor that restarts failed processes must not take this for a regular end.
    private void StopHost()
    {
        if (Environment.ExitCode == 0)
            Environment.ExitCode = Failed;
        lifetime.StopApplication();
    }

    [LoggerMessage(1, LogLevel.Critical, "{Symbol}: the client cannot connect; the host stops: {Reason}")]
    private partial void LogGaveUp(Exception exception, Symbol symbol, string reason);

    [LoggerMessage(2, LogLevel.Error, "A subscriber of {Stream} threw and was unsubscribed")]
    private partial void LogFault(Exception exception, string stream);
}
