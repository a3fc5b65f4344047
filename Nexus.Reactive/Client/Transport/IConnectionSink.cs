namespace Nexus.Reactive;

/// <summary>
/// Receives the events of one connection, one at a time: <see cref="Opened"/> at most once, then messages, with <see cref="Waiting"/> after the
/// last one available, and <see cref="Ended"/> at most once.
/// </summary>
internal interface IConnectionSink
{
    void Opened();

    /// <param name="text">Valid only during the call.</param>
    void Received(Utf8Text text);

    /// <param name="text">A text from a connection that has no bytes.</param>
    void Received(string text);

    /// <summary>Called when all received messages are delivered. Silence is measured from this time.</summary>
    void Waiting();

    void Ended(DisconnectReason end);
}
