namespace Nexus.Reactive.Nats;

/// <summary>The exception that is thrown when the bus cannot be used. The message contains the reason in one line, and no credentials.</summary>
public sealed class NexusBusException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="error">The kind of error.</param>
    /// <param name="message">The reason in one line.</param>
    /// <param name="innerException">The cause, if any.</param>
    public NexusBusException(BusError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>The kind of error.</summary>
    public BusError Error { get; }
}
