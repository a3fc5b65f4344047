namespace Nexus.Reactive.Testing;

/// <summary>A marble test failed, or a diagram cannot be read. The message is written for a person.</summary>
public sealed class MarbleException : Exception
{
    /// <summary>An exception without a message.</summary>
    public MarbleException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What is wrong.</param>
    public MarbleException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that another one led to.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The exception that led to it.</param>
    public MarbleException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
