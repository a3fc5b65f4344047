using System.Collections.Immutable;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nexus.Simulator.Flow;
using Nexus.Simulator.Tls;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator;

/// <summary>
/// The simulated exchange on loopback: <c>ws://127.0.0.1:port/ws/{client_key}/{symbol}</c>, and <c>/orders</c> for <see cref="OrderDesk"/>.
/// With a certificate it uses <c>wss</c> and <c>https</c>. A market starts with its first connection.
/// </summary>
public sealed class SimulatedExchange : IAsyncDisposable
{
    private readonly SimulatorOptions _options;
    private readonly Dictionary<string, SymbolStream> _streams;
    private readonly OrderDesk _orders;
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly CertificateAuthority? _authority;
    private readonly X509Certificate2? _certificate;
    private ImmutableArray<Connection> _open = [];
    private ImmutableArray<ConnectionLog> _logs = [];
    private WebApplication? _host;

    private SimulatedExchange(SimulatorOptions options)
    {
        _options = options;
        Behaviour = options.Behaviour;
        _streams = new Dictionary<string, SymbolStream>();
        var slots = new HashSet<int>();
        foreach (var symbol in options.Symbols.Distinct())
            _streams.Add(symbol, new SymbolStream(symbol, options.IsQuiet ? null : Open(symbol, slots), options));
        _orders = new OrderDesk(options.Keys, _streams);
        if (options.Certificate == ServerCertificate.None)
            return;
        _authority = new CertificateAuthority();
        _certificate = _authority.Issue(options.Certificate);
    }

    /// <summary>The base address for a client's endpoint: <c>ws://127.0.0.1:port/ws</c>.</summary>
    public Uri BaseUri { get; private set; } = new("ws://127.0.0.1/ws");

    /// <summary>The address for placing and canceling orders: <c>http://127.0.0.1:port/orders</c>.</summary>
    public Uri OrdersUri => new UriBuilder(BaseUri) { Scheme = BaseUri.Scheme == "wss" ? "https" : "http", Path = "orders" }.Uri;

    /// <summary>The authority that clients must trust; null without a certificate.</summary>
    public X509Certificate2? Authority => _authority?.Root;

    public int Port => BaseUri.Port;

    /// <summary>The behavior on the wire; a change takes effect immediately.</summary>
    public WireBehaviour Behaviour { get; set; }

    /// <summary>All connections that were accepted, oldest first.</summary>
    public IReadOnlyList<ConnectionLog> Connections => _logs;

    public int OpenConnections => _open.Length;

    /// <summary>Starts listening; throws an <see cref="IOException"/> when the port is in use.</summary>
    public static async Task<SimulatedExchange> StartAsync(SimulatorOptions? options = null)
    {
        options ??= new SimulatorOptions();
        if (options.Symbols.Count is 0 or > 1000)
            throw new ArgumentException("An exchange has 1 to 1000 symbols.", nameof(options));
        var exchange = new SimulatedExchange(options);
        await exchange.ListenAsync(options.Port);
        return exchange;
    }

    public Uri Address(string key, string symbol) => new($"{BaseUri}/{Uri.EscapeDataString(key)}/{Uri.EscapeDataString(symbol)}");

    /// <summary>Completes when the specified number of connections has been accepted since the start.</summary>
    public Task WaitForConnectionsAsync(int count, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_logs.Length >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Sends a text unchanged to every connection, or to those of one symbol.</summary>
    public void Send(string text, string? symbol = null)
    {
        var message = Encoding.UTF8.GetBytes(text);
        foreach (var stream in _streams.Values)
        {
            if (symbol is null || symbol == stream.Symbol)
                stream.Send(message);
        }
    }

    /// <summary>
    /// Runs a market for a duration that ends now, and returns the messages of this past as they are enumerated: trades, order events, and a book each
    /// second of the last <paramref name="books"/>. The first connection continues it without a break.
    /// </summary>
    /// <exception cref="InvalidOperationException">The market runs already.</exception>
    public IEnumerable<string> RunPast(string symbol, TimeSpan duration, TimeSpan books) =>
        _streams[symbol].RunPast(duration, books).Select(static message => Encoding.UTF8.GetString(message.Span));

    /// <summary>Lets what happens in a duration happen at once, in all markets.</summary>
    public void Hurry(TimeSpan duration)
    {
        foreach (var stream in _streams.Values)
            stream.Hurry(duration);
    }

    /// <summary>Drops every connection without a close frame.</summary>
    public void DropConnections()
    {
        foreach (var connection in _open)
            connection.Abort();
    }

    /// <summary>Closes every connection with a close frame, after its queued messages.</summary>
    public void CloseConnections(WebSocketCloseStatus status, string reason)
    {
        foreach (var connection in _open)
            connection.Close(status, reason);
    }

    /// <summary>Drops every connection and stops listening; the markets continue.</summary>
    public async Task StopListeningAsync()
    {
        if (_host is not { } host)
            return;
        _host = null;
        DropConnections();
        await host.StopAsync();
        await host.DisposeAsync();
    }

    /// <summary>Listens on the same port again.</summary>
    public Task ListenAgainAsync() => _host is null ? ListenAsync(Port) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopListeningAsync();
        foreach (var stream in _streams.Values)
            await stream.DisposeAsync();
        _certificate?.Dispose();
        _authority?.Dispose();
    }

    private Market Open(string symbol, HashSet<int> slots)
    {
        var slot = (int)(Instrument.Hash(symbol) % 1000);
        while (!slots.Add(slot))
            slot = (slot + 1) % 1000;
        return new Market(Instrument.Of(symbol), _options.Seed, _options.Rate, _options.BookDepth, _options.BookInterval, slot, _options.HasDemoTrader);
    }

    private async Task ListenAsync(int port)
    {
        // The empty builder ignores settings, environment and arguments of the embedding program.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (_certificate is not null)
                    listen.UseHttps(_certificate);
            });
        });
        var host = builder.Build();
        host.UseWebSockets();
        host.Run(ServeAsync);
        try
        {
            await host.StartAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        BaseUri = new UriBuilder(address) { Scheme = _certificate is null ? "ws" : "wss", Path = "ws" }.Uri;
        _host = host;
    }

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value?.Split('/');
        if (path is ["", "orders", ..])
        {
            await _orders.ServeAsync(context, path.AsMemory(2));
            return;
        }

        if (path is not ["", "ws", var key, var symbol])
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Refuse(context, key, symbol) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var log = new ConnectionLog(key, symbol);
        var connection = new Connection(context, socket, log, _options);
        var stream = _streams[symbol];
        Enter(connection, log);
        stream.Add(connection);
        try
        {
            await connection.RunAsync(() => Behaviour, text =>
            {
                if (ClientMessage.IsPing(text))
                    stream.AnswerPing(connection);
            });
        }
        finally
        {
            stream.Remove(connection);
            Leave(connection);
            connection.End();
        }
    }

    private int? Refuse(HttpContext context, string key, string symbol)
    {
        if (!_options.Keys.Contains(key))
            return StatusCodes.Status401Unauthorized;
        if (!_streams.ContainsKey(symbol))
            return StatusCodes.Status404NotFound;
        if (!context.WebSockets.IsWebSocketRequest)
            return StatusCodes.Status426UpgradeRequired;
        return Behaviour.Refuse(key, symbol);
    }

    private void Enter(Connection connection, ConnectionLog log)
    {
        lock (_gate)
        {
            _open = _open.Add(connection);
            _logs = _logs.Add(log);
            foreach (var (count, reached) in _waiting)
            {
                if (_logs.Length >= count)
                    reached.TrySetResult();
            }
        }
    }

    private void Leave(Connection connection)
    {
        lock (_gate)
            _open = _open.Remove(connection);
    }
}
