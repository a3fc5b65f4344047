using System.Net;
using System.Net.WebSockets;

namespace Nexus.Reactive;

/// <summary>
/// Makes the handler that a websocket connects through when it is given none, from the same options, but that its connections read ahead.
/// </summary>
internal static class ReadAheadHandler
{
    /// <summary>Takes over what is a handler's: a socket that is given one may not have it in its own options, too.</summary>
    /// <param name="options">The options.</param>
    /// <param name="systemProxy">What stands there as the proxy when nobody chose one: the system's.</param>
    public static SocketsHttpHandler Take(ClientWebSocketOptions options, IWebProxy? systemProxy)
    {
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            UseCookies = options.Cookies is not null,
            UseProxy = options.Proxy is not null,
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
