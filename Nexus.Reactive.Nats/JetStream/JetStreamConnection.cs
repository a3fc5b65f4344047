using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Nexus.Reactive.Nats;

/// <summary>A connection to a NATS server. It verifies that the server supports the features that the bus requires.</summary>
internal sealed class JetStreamConnection : IAsyncDisposable
{
    // The first version that supports direct gets and puts a consumer's filter into the subject of the request that creates it, which permissions require.
    private static readonly Version MinimumVersion = new(2, 9);
    private static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(2);

    private JetStreamConnection(NatsConnection core, NexusBusOptions options)
    {
        Core = core;
        Context = new NatsJSContext(core);
        Server = options.Server;
        Environment = options.Environment;
        Time = options.TimeProvider;
        PushPrefix = $"{core.Opts.InboxPrefix}_push";
    }

    public NatsConnection Core { get; }

    public NatsJSContext Context { get; }

    public string Server { get; }

    public string Environment { get; }

    public TimeProvider Time { get; }

    /// <summary>The first part of the subjects to which consumers push. It is not the inbox prefix, whose subjects the client library routes itself.</summary>
    public string PushPrefix { get; }

    /// <summary>Raised with the server's message when the credentials do not permit an operation.</summary>
    public event Action<string>? Refused;

    public static async ValueTask<JetStreamConnection> OpenAsync(NexusBusOptions options, Action<string?> stateChanged, CancellationToken cancellation)
    {
        var core = new NatsConnection((options.Nats ?? NatsOpts.Default) with { Url = options.Url.ToString() });
        try
        {
            await core.ConnectAsync().AsTask().WaitAsync(cancellation).ConfigureAwait(false);
            Check(core.ServerInfo, options.Server);
        }
        catch (Exception e)
        {
            await core.DisposeAsync().ConfigureAwait(false);
            if (cancellation.IsCancellationRequested)
                throw;
            throw BusErrors.From(e, options.Server);
        }

        var connection = new JetStreamConnection(core, options);
        core.ServerError += (_, args) => connection.OnServerErrorAsync(args);
        core.ConnectionDisconnected += (_, args) => ReportAsync(stateChanged, string.IsNullOrEmpty(args.Message) ? "the connection was lost" : args.Message);
        core.ConnectionOpened += (_, _) => ReportAsync(stateChanged, null);
        return connection;
    }

    /// <summary>
    /// Runs requests to the server. A request that the credentials do not permit fails immediately with <see cref="BusError.Unauthorized"/>. The server
    /// reports such a request separately and never replies to it.
    /// </summary>
    public async ValueTask<T> RequestAsync<T>(Func<CancellationToken, ValueTask<T>> request, CancellationToken cancellation)
    {
        string? reason = null;
        using var refused = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        void OnRefused(string violation)
        {
            reason = violation;
            refused.Cancel();
        }

        Refused += OnRefused;
        try
        {
            return await request(refused.Token).ConfigureAwait(false);
        }
        catch (Exception) when (reason is not null && !cancellation.IsCancellationRequested)
        {
            throw CreateDenial(reason);
        }
        finally
        {
            Refused -= OnRefused;
        }
    }

    public NexusBusException CreateDenial(string violation) => new(BusError.Unauthorized, $"{Server}: the credentials do not allow this: {violation}");

    /// <summary>Creates the stream of a symbol, or verifies that the existing stream has the same configuration.</summary>
    public async ValueTask EnsureStreamAsync(BusSubjects subjects, NexusBusOptions options, CancellationToken cancellation)
    {
        var wanted = new StreamConfig(subjects.Stream, [subjects.All])
        {
            Retention = StreamConfigRetention.Limits,
            Storage = StreamConfigStorage.File,
            Discard = StreamConfigDiscard.Old,
            NumReplicas = options.Replicas,
            MaxAge = options.MaxAge,
            MaxBytes = options.MaxBytes,
            AllowDirect = true,
            DuplicateWindow = options.MaxAge > TimeSpan.Zero && options.MaxAge < DuplicateWindow ? options.MaxAge : DuplicateWindow,
        };
        try
        {
            // Read the stream before creating it, because a server counts the reserved bytes of a stream again if it is created again.
            var existing = await RequestAsync(token => FindStreamAsync(subjects, token), cancellation).ConfigureAwait(false);
            if (existing is null)
                await RequestAsync(token => Context.CreateStreamAsync(wanted, token), cancellation).ConfigureAwait(false);
            else if (Difference(wanted, existing) is { } difference)
                throw new NexusBusException(BusError.StreamMismatch, $"{Server}: stream {subjects.Stream} exists with another configuration: {difference}.");
        }
        catch (Exception e) when (e is not (NexusBusException or OperationCanceledException))
        {
            throw BusErrors.From(e, Server);
        }
    }

    public ValueTask DisposeAsync() => Core.DisposeAsync();

    private async ValueTask<StreamConfig?> FindStreamAsync(BusSubjects subjects, CancellationToken cancellation)
    {
        try
        {
            return (await Context.GetStreamAsync(subjects.Stream, cancellationToken: cancellation).ConfigureAwait(false)).Info.Config;
        }
        catch (Exception e) when (BusErrors.IsStreamNotFound(e))
        {
            return null;
        }
    }

    private static string? Difference(StreamConfig wanted, StreamConfig existing)
    {
        var subjects = string.Join(", ", existing.Subjects ?? []);
        return subjects != string.Join(", ", wanted.Subjects!) ? $"its subjects are {subjects}"
            : existing.NumReplicas != wanted.NumReplicas ? $"it has {existing.NumReplicas} replicas, not {wanted.NumReplicas}"
            : existing.MaxAge != wanted.MaxAge ? $"it keeps messages for {existing.MaxAge}, not {wanted.MaxAge}"
            : existing.MaxBytes != wanted.MaxBytes ? $"it keeps {existing.MaxBytes} bytes, not {wanted.MaxBytes}"
            : existing.Storage != wanted.Storage ? "it is not stored in files"
            : !existing.AllowDirect ? "it does not allow direct gets"
            : null;
    }

    private static void Check(INatsServerInfo? server, string address)
    {
        if (server is null)
            throw new NexusBusException(BusError.Unreachable, $"{address}: the server did not send its information.");
        if (!server.JetStreamAvailable)
            throw new NexusBusException(BusError.JetStreamDisabled, $"{address}: JetStream is not enabled; start the server with -js.");
        if (!Version.TryParse(server.Version.Split('-')[0], out var version) || version < MinimumVersion)
            throw new NexusBusException(BusError.ServerTooOld, $"{address}: the server's version is {server.Version}; the bus requires {MinimumVersion} or newer.");
    }

    // If the request fails, the server removes the consumer later.
    private ValueTask OnServerErrorAsync(NatsServerErrorEventArgs error)
    {
        if (error.Error.Contains("Permissions Violation", StringComparison.OrdinalIgnoreCase) && !error.Error.Contains("CONSUMER.DELETE", StringComparison.Ordinal))
            Refused?.Invoke(BusErrors.OneLine(error.Error));
        return ValueTask.CompletedTask;
    }

    private static ValueTask ReportAsync(Action<string?> stateChanged, string? reason)
    {
        stateChanged(reason);
        return ValueTask.CompletedTask;
    }
}
