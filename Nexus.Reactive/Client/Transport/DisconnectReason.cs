using System.Net;

namespace Nexus.Reactive;

/// <summary>Why a connection, or the attempt to make one, ended.</summary>
/// <param name="Reason">One line, without the key.</param>
/// <param name="Refusal">The status the server refused the connection with, if it did.</param>
internal sealed record DisconnectReason(string Reason, HttpStatusCode? Refusal = null)
{
    /// <summary>Whether trying again can change nothing: the key or the address is wrong.</summary>
    public bool IsFinal => Refusal is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound;
}
