namespace Nexus.Reactive;

/// <summary>The error of a saved state that cannot be restored: it is damaged, of a newer version, or was saved with other options.</summary>
public sealed class OrderStateException : Exception
{
    /// <inheritdoc cref="Exception()"/>
    public OrderStateException()
    {
    }

    /// <inheritdoc cref="Exception(string)"/>
    public OrderStateException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="Exception(string, Exception)"/>
    public OrderStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
