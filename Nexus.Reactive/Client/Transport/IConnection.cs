namespace Nexus.Reactive;

/// <summary>
/// One connection, from the dial to its end: the edge behind which sockets, threads and wall time are. Disposing it ends it, whatever its
/// state; that returns at once, calls nobody and completes when nothing of the connection is left.
/// </summary>
internal interface IConnection : IAsyncDisposable
{
    /// <summary>Starts to connect and returns; what happens goes to <paramref name="sink"/>.</summary>
    void Open(IConnectionSink sink);

    /// <summary>Hands a message over to be sent; one that cannot be sent is lost with the connection.</summary>
    void Send(string text);
}
