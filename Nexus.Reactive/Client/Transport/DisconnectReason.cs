using System.Net;

namespace Nexus.Reactive;

/// <summary>Why a connection, or an attempt to connect, ended.</summary>
/// <param name="Reason">One printable line without secrets.</param>
/// <param name="Refusal">The HTTP status with which the server or a proxy refused the connection, if one did.</param>
internal sealed record DisconnectReason(string Reason, HttpStatusCode? Refusal = null)
{
    /// <summary>How long the server asks to wait before the next attempt.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The exception of <see cref="NexusClientOptions.ConfigureSocket"/>, if it threw.</summary>
    public Exception? ConfigurationError { get; init; }
}
