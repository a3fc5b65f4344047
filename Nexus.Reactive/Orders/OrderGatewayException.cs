namespace Nexus.Reactive;

/// <summary>A request to an <see cref="IOrderGateway"/> failed.</summary>
public sealed class OrderGatewayException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public OrderGatewayException()
    {
    }

    /// <summary>Creates an exception for a request that the exchange did not execute.</summary>
    /// <param name="message">The reason.</param>
    public OrderGatewayException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception for a request that the exchange did not execute.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="innerException">The cause.</param>
    public OrderGatewayException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception for a request that the exchange may have executed.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="mayBeExecuted">Whether the exchange may have executed the request.</param>
    /// <param name="innerException">The cause.</param>
    public OrderGatewayException(string message, bool mayBeExecuted, Exception? innerException = null)
        : base(message, innerException) => MayBeExecuted = mayBeExecuted;

    /// <summary>Whether the exchange may have executed the request, for example because its answer did not arrive in time. False: it certainly did not.</summary>
    public bool MayBeExecuted { get; init; }
}
