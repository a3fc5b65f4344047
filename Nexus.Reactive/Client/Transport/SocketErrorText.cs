using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace Nexus.Reactive;

/// <summary>Describes a socket's exception in one line: the innermost cause.</summary>
internal static class SocketErrorText
{
    private const HttpStatusCode NoAnswer = default;

    public static DisconnectReason FromDial(Exception error, ClientWebSocket socket)
    {
        // A 403 or 404 of a proxy is not related to the key or the address, and some proxies send 401 instead of 407.
        if (GetProxyAnswer(error) is { } answer)
            return new DisconnectReason(Refused("proxy", answer), IsAuthentication(answer) ? HttpStatusCode.ProxyAuthenticationRequired : null);
        if (socket.HttpStatusCode is NoAnswer or HttpStatusCode.SwitchingProtocols)
            return new DisconnectReason(Describe(error));
        return new DisconnectReason(Refused("server", socket.HttpStatusCode), socket.HttpStatusCode) { RetryAfter = GetRetryAfter(socket.HttpResponseHeaders) };
    }

    public static string Describe(Exception error)
    {
        var causes = Causes(error).ToList();
        if (causes.OfType<AuthenticationException>().LastOrDefault() is { } tls)
            return $"TLS: {(tls == causes[^1] ? tls : causes[^1]).Message}";
        if (causes.OfType<SocketException>().LastOrDefault() is { } socket)
            return IsName(socket.SocketErrorCode) ? $"DNS: {socket.Message}" : $"network: {socket.Message}";
        return causes[^1] switch
        {
            WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely } => "the connection was lost",
            // The platform's text refers to an inner exception that does not exist.
            WebSocketException { WebSocketErrorCode: WebSocketError.Faulted } => "the server broke the WebSocket protocol: invalid UTF-8, or an invalid close frame",
            var last => last.Message,
        };
    }

    private static string Refused(string by, HttpStatusCode status) =>
        string.Create(CultureInfo.InvariantCulture, $"refused by the {by}: {(int)status} {status}");

    private static bool IsAuthentication(HttpStatusCode status) => status is HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired;

    // The platform reports the status only in the text of the exception, after the proxy's address and its credentials.
    private static HttpStatusCode? GetProxyAnswer(Exception error)
    {
        var refused = Causes(error).OfType<HttpRequestException>().FirstOrDefault(cause => cause.HttpRequestError == HttpRequestError.ProxyTunnelError);
        if (refused?.StatusCode is { } status)
            return status;
        var digits = refused?.Message.Split('\'').LastOrDefault(static part => part.Length == 3 && part.All(char.IsAsciiDigit));
        return digits is null ? null : (HttpStatusCode)int.Parse(digits, CultureInfo.InvariantCulture);
    }

    // A date is relative to the date of the answer, so a wrong local clock does not matter.
    private static TimeSpan? GetRetryAfter(IReadOnlyDictionary<string, IEnumerable<string>>? headers)
    {
        var text = GetHeader(headers, "Retry-After");
        if (!RetryConditionHeaderValue.TryParse(text, out var value))
            return IsLargeNumber(text) ? TimeSpan.MaxValue : null;
        var wait = value.Delta;
        if (value.Date is { } date && DateTimeOffset.TryParse(GetHeader(headers, "Date"), CultureInfo.InvariantCulture, out var now))
            wait = date - now;
        return wait > TimeSpan.Zero ? wait : null;
    }

    // A number of seconds that the platform cannot represent.
    private static bool IsLargeNumber(string? text) => text?.Trim() is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);

    private static string? GetHeader(IReadOnlyDictionary<string, IEnumerable<string>>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var values) ? values.FirstOrDefault() : null;

    private static bool IsName(SocketError code) => code is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery;

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
