using System.Net;
using System.Net.WebSockets;

namespace Nexus.Reactive;

/// <summary>Creates the handler through which a websocket connects, from the options of the socket.</summary>
internal static class ReadAheadHandler
{
    /// <summary>Moves the options that belong to a handler, because a socket with a handler must not have them.</summary>
    /// <param name="options">The socket's options.</param>
    /// <param name="systemProxy">The proxy of a new socket, which is the system's proxy.</param>
    /// <param name="isLoopback">Whether the server is on this machine. The system's proxy is not used for it.</param>
    /// <param name="connect">Opens the connection to the server or the proxy.</param>
    public static SocketsHttpHandler Take(
        ClientWebSocketOptions options,
        IWebProxy? systemProxy,
        bool isLoopback,
        Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would send the key and the headers to another host.
            AllowAutoRedirect = false,

            // Creates no span with the address, which contains the key, and sends no headers of the application's trace.
            ActivityHeadersPropagator = null,
            ConnectCallback = connect,
            PooledConnectionLifetime = TimeSpan.Zero,
            UseCookies = options.Cookies is not null,
            UseProxy = options.Proxy is not null && !(isLoopback && options.Proxy == systemProxy),
            Credentials = options.UseDefaultCredentials ? CredentialCache.DefaultCredentials : options.Credentials,
            PlaintextStreamFilter = static (context, _) => new ValueTask<Stream>(new ReadAheadStream(context.PlaintextStream)),
        };
        if (options.Cookies is { } cookies)
            handler.CookieContainer = cookies;
        if (options.Proxy != systemProxy)
            handler.Proxy = options.Proxy;
        handler.SslOptions.RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback;
        if (options.ClientCertificates.Count > 0)
            handler.SslOptions.ClientCertificates = options.ClientCertificates;

        options.Cookies = null;
        options.Proxy = null;
        options.UseDefaultCredentials = false;
        options.Credentials = null;
        options.RemoteCertificateValidationCallback = null;
        options.ClientCertificates = [];
        return handler;
    }
}
