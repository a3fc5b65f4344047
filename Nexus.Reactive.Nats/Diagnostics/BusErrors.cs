using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Nexus.Reactive.Nats;

/// <summary>Converts the exceptions of the client library to one line that identifies the error and contains no credentials.</summary>
internal static class BusErrors
{
    // JetStream's error codes.
    private const int InsufficientResources = 10023;
    private const int StorageExceeded = 10047;
    private const int MemoryExceeded = 10028;
    private const int NotEnabled = 10076;
    private const int NotEnabledForAccount = 10039;
    private const int StreamNotFound = 10059;
    private const int NoSuitablePeers = 10005;

    public static string Describe(Exception exception)
    {
        var cause = exception;
        while (cause.InnerException is { } inner)
            cause = inner;
        return OneLine(cause.Message);
    }

    public static NexusBusException From(Exception exception, string server) => exception switch
    {
        NexusBusException own => own,
        NatsJSApiException { Error.ErrCode: NotEnabled or NotEnabledForAccount } => new(BusError.JetStreamDisabled, $"{server}: JetStream is not enabled; start the server with -js", exception),
        NatsJSApiException { Error.ErrCode: InsufficientResources or StorageExceeded or MemoryExceeded or NoSuitablePeers } api =>
            new(BusError.InsufficientStorage, $"{server}: insufficient storage for the stream: {OneLine(api.Error.Description)}", exception),
        NatsJSApiException api => new(BusError.Other, $"{server}: {OneLine(api.Error.Description)}", exception),
        NatsNoRespondersException => new(BusError.JetStreamDisabled, $"{server}: JetStream does not respond; start the server with -js", exception),
        _ when IsAuthorization(exception) => new(BusError.Unauthorized, $"{server}: the server refuses the credentials: {Describe(exception)}", exception),
        NatsException => new(BusError.Unreachable, $"{server}: {Describe(exception)}", exception),
        _ => new(BusError.Other, $"{server}: {Describe(exception)}", exception),
    };

    public static bool IsStreamNotFound(Exception exception) => exception is NatsJSApiException { Error.ErrCode: StreamNotFound };

    private static bool IsAuthorization(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is NatsServerException { IsAuthError: true } || e.Message.Contains("Authorization Violation", StringComparison.OrdinalIgnoreCase)
                || e.Message.Contains("Permissions Violation", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    public static string OneLine(string? text)
    {
        text ??= "no reason given";
        var line = string.Create(Math.Min(text.Length, 300), text, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = IsPrintable(text[i]) ? text[i] : ' ';
        });
        return line.Trim();
    }

    private static bool IsPrintable(char character) => char.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
