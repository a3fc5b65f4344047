namespace Nexus.Reactive;

/// <summary>
/// One connection, from the dial to its end. Sockets, threads and wall time are behind it. Disposal ends the connection in any state, returns at
/// once, calls nothing and completes when all resources are released.
/// </summary>
internal interface IConnection : IAsyncDisposable
{
    /// <summary>Starts to connect and returns; <paramref name="sink"/> receives what happens.</summary>
    void Open(IConnectionSink sink);

    /// <summary>Queues a message for sending. A message that cannot be sent is lost with the connection.</summary>
    void Send(string text);
}
