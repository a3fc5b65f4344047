namespace Nexus.Reactive.Testing;

/// <summary>The exception that is thrown when a marble test fails or a diagram cannot be parsed. The message explains the failure.</summary>
public sealed class MarbleException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public MarbleException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The failure.</param>
    public MarbleException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that was caused by another one.</summary>
    /// <param name="message">The failure.</param>
    /// <param name="innerException">The cause.</param>
    public MarbleException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
