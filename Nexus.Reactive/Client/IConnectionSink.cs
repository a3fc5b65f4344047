namespace Nexus.Reactive;

/// <summary>Told of one connection, one call after another: <see cref="Opened"/> at most once, messages, <see cref="Ended"/> at most once.</summary>
internal interface IConnectionSink
{
    void Opened();

    void Received(string text);

    void Ended(ConnectionEnd end);
}
