namespace Nexus.Reactive;

/// <summary>
/// Told of one connection, one call after another: <see cref="Opened"/> at most once, messages, <see cref="Waiting"/> after the last of those that
/// have come, <see cref="Ended"/> at most once.
/// </summary>
internal interface IConnectionSink
{
    void Opened();

    /// <param name="text">Stands only until the call returns.</param>
    void Received(ReadOnlySpan<char> text);

    /// <summary>Every message that has come is handed over; only from now on can there be a silence.</summary>
    void Waiting();

    void Ended(DisconnectReason end);
}
