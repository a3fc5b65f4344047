using System.Net;

namespace Nexus.Reactive;

/// <summary>The reason why a connection or a connection attempt ended.</summary>
/// <param name="Reason">One printable line without secrets.</param>
/// <param name="Refusal">The HTTP status with which the server or a proxy refused the connection; null if neither did.</param>
internal sealed record DisconnectReason(string Reason, HttpStatusCode? Refusal = null)
{
    /// <summary>The time that the server requests to wait before the next attempt.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The exception of <see cref="NexusClientOptions.ConfigureSocket"/>; null if it did not throw.</summary>
    public Exception? ConfigurationError { get; init; }
}
