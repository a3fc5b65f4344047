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

namespace Nexus.Examples.Tests.Client;

/// <summary>A websocket server on loopback whose connections are controlled by the test.</summary>
internal sealed class SocketServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SocketServer(WebApplication app) => _app = app;

    public string BaseUri { get; private init; } = "";

    public static async Task<SocketServer> StartAsync(Func<HttpContext, Task> serve, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(context => serve(context));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new SocketServer(app) { BaseUri = address.Replace("http", "ws", StringComparison.Ordinal) + "/ws" };
    }

    /// <summary>Creates a server that runs a function for each open connection, numbered from 0.</summary>
    public static Task<SocketServer> StartAsync(Func<int, WebSocket, HttpContext, Task> play)
    {
        var connections = -1;
        return StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            try
            {
                await play(Interlocked.Increment(ref connections), socket, context);
            }
            catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
            {
                context.Abort();
            }
        });
    }

    public NexusEndpoint Endpoint(string key = TestClient.Key) => new(BaseUri, key, "SPOT_BTC_USDT");

    public static Task Send(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Reads until the client has disconnected, and answers pings.</summary>
    public static async Task Serve(WebSocket socket)
    {
        var buffer = new byte[1024];
        while (socket.State == WebSocketState.Open)
        {
            var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (result.MessageType == WebSocketMessageType.Close)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            else
                await Send(socket, TestClient.Ping());
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
        }

        await _app.DisposeAsync();
    }
}
