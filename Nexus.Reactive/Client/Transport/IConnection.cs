namespace Nexus.Reactive;

/// <summary>
/// A connection, from the attempt to its end. It hides sockets, threads and real time. Disposal ends the connection in any state, returns immediately,
/// makes no calls and completes when all resources are released.
/// </summary>
internal interface IConnection : IAsyncDisposable
{
    /// <summary>Starts to connect and returns. <paramref name="sink"/> receives the events.</summary>
    void Open(IConnectionSink sink);

    /// <summary>Queues a message for sending. A message that cannot be sent is lost with the connection.</summary>
    void Send(string text);
}
