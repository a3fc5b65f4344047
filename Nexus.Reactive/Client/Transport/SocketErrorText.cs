using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace Nexus.Reactive;

/// <summary>Says in one line what an exception of a socket means.</summary>
internal static class SocketErrorText
{
    private const HttpStatusCode NoAnswer = default;

    public static DisconnectReason FromDial(Exception error, HttpStatusCode answer)
    {
        if (answer is not (NoAnswer or HttpStatusCode.SwitchingProtocols))
            return new DisconnectReason(string.Create(CultureInfo.InvariantCulture, $"refused by the server: {(int)answer} {answer}"), answer);
        return new DisconnectReason(Describe(error));
    }

    public static string Describe(Exception error)
    {
        var causes = Causes(error).ToList();
        if (causes.OfType<AuthenticationException>().LastOrDefault() is { } tls)
            return OneLine($"TLS: {tls.Message}");
        if (causes.OfType<SocketException>().LastOrDefault() is { } socket)
            return OneLine(IsName(socket.SocketErrorCode) ? $"DNS: {socket.Message}" : $"network: {socket.Message}");
        if (causes.OfType<WebSocketException>().FirstOrDefault() is { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely })
            return "the connection broke off";
        return OneLine(causes[^1].Message);
    }

    private static bool IsName(SocketError code) => code is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery;

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
