namespace Nexus.Reactive.Nats;

/// <summary>The bus cannot be used; the message says why in one line and contains no credentials.</summary>
public sealed class NexusBusException : Exception
{
    /// <summary>An error of the bus.</summary>
    /// <param name="error">The kind of error.</param>
    /// <param name="message">The reason in one line.</param>
    /// <param name="innerException">The cause, if any.</param>
    public NexusBusException(BusError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>The kind of error.</summary>
    public BusError Error { get; }
}
